/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.SmtpSasl;
import org.postchaise.engine.table.AddressKeys;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.TableRegistry;

/**
 * The lookup of credentials as in Postfix: by sender where the settings say so, then by the server's name, then by the
 * next hop as written. For each key, a grant of tokens ({@code smtp_sasl_token_maps}) takes precedence over a password.
 */
final class CredentialLookup {
    private final AddressLookup passwords;
    private final AddressLookup grants;

    /** The token sources by grant, so that a token is requested once and not for each login. */
    private final Map<TokenGrant, TokenSource> sources = new ConcurrentHashMap<>();

    private CredentialLookup(AddressLookup passwords, AddressLookup grants) {
        this.passwords = passwords;
        this.grants = grants;
    }

    static CredentialLookup from(Settings settings, TableRegistry tables) {
        KeyOrder senders = AddressKeys.sender(settings.get(Content.RECIPIENT_DELIMITER));
        KeyOrder keys = subject -> (subject.indexOf('@') < 0 ? KeyOrder.whole() : senders).keys(subject);
        return new CredentialLookup(
                tables.lookup(settings, SmtpSasl.PASSWORD_MAPS, keys),
                tables.lookup(settings, SmtpSasl.TOKEN_MAPS, keys));
    }

    /**
     * Returns the credentials of the first of {@code names} that has an entry.
     *
     * @throws UnavailableException when a table can't be searched, or has a malformed entry
     */
    Optional<Credentials> find(Iterable<String> names) throws UnavailableException {
        for (String name : names) {
            Optional<String> grant = found(grants, name);
            if (grant.isPresent()) {
                return Optional.of(bearer(name, grant.get()));
            }
            Optional<String> password = found(passwords, name);
            if (password.isPresent()) {
                return Optional.of(Credentials.Password.of(password.get()));
            }
        }
        return Optional.empty();
    }

    private Credentials bearer(String name, String text) throws UnavailableException {
        try {
            TokenGrant.Entry entry = TokenGrant.Entry.parse(text);
            return new Credentials.Bearer(entry.user(), sources.computeIfAbsent(entry.grant(), CachedTokens::of));
        } catch (IllegalArgumentException bad) {
            throw new UnavailableException(
                    SmtpSasl.TOKEN_MAPS.name() + ": value of \"" + name + "\": " + bad.getMessage());
        }
    }

    private static Optional<String> found(AddressLookup lookup, String name) throws UnavailableException {
        LookupResult result = lookup.find(name);
        if (result instanceof LookupResult.Unavailable unavailable) {
            throw new UnavailableException(unavailable.cause());
        }
        return result instanceof LookupResult.Found found ? Optional.of(found.value()) : Optional.empty();
    }
}
