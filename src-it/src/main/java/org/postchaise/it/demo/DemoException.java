/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.demo;

/** Failure of the demonstration; the message gives the reason. */
public class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
