/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.demo;

/** The demo did not show what it should; the message says why. */
public class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
