/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/** A setting that can't be used. The message names the parameter, the value, and what was expected. */
public class SettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }

    SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
