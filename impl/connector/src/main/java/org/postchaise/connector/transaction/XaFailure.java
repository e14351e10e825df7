/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import javax.transaction.xa.XAException;

/** A factory of XA exceptions with an error code and a message. */
final class XaFailure {
    private XaFailure() {}

    static XAException of(int code, String text) {
        XAException failure = new XAException(text);
        failure.errorCode = code;
        return failure;
    }

    static XAException of(int code, Exception cause) {
        XAException failure = of(code, cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
