/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/** A setting that can't be used. The message names the parameter, the value, and what was expected. */
public class SettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With one line that says it all. */
    public SettingsException(String message) {
        super(message);
    }

    /** With one line that says it all. */
    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
