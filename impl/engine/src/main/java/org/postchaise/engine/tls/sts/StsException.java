/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

/** The failure to fetch an MTA-STS policy. */
final class StsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final StsAnswer.Fault fault;

    StsException(StsAnswer.Fault fault, String reason, Throwable cause) {
        super(reason, cause);
        this.fault = fault;
    }

    StsAnswer.Fault fault() {
        return fault;
    }
}
