/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/** The failure to use a setting. The message names the parameter, the value, and what was expected. */
public class SettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a one-line message. */
    public SettingsException(String message) {
        super(message);
    }

    /** Creates an exception with a one-line message and its cause. */
    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
