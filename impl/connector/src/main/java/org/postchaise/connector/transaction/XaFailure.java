/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import javax.transaction.xa.XAException;

/** Exceptions of XA with their code and a line for people. */
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
