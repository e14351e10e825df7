/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.domain;

import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/** The domains whose mail is delivered on this system ({@code mydestination}). Thread-safe. */
public final class LocalDomains {
    private final MatchList destinations;

    private LocalDomains(MatchList destinations) {
        this.destinations = destinations;
    }

    /**
     * Opens the list of {@code settings}.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table or a file of the list can't be used
     */
    public static LocalDomains from(Settings settings, TableRegistry tables) {
        return new LocalDomains(tables.matchList(settings, Content.MYDESTINATION.name(), MatchPatterns.Subject.STRING));
    }

    /** Returns a match if {@code domain} is in the list. */
    public MatchList.Result find(String domain) {
        return destinations.find(domain);
    }
}
