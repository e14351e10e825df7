/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpSasl;
import org.postchaise.engine.sasl.Channel;
import org.postchaise.engine.sasl.Mechanism;
import org.postchaise.engine.sasl.Security;
import org.postchaise.engine.sasl.SecurityOption;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/**
 * The rules by which SASL mechanisms are allowed.
 *
 * @param filter the match list of allowed names; empty: all names ({@code smtp_sasl_mechanism_filter})
 * @param options the properties that a mechanism must have, by protection of the connection
 */
record MechanismRules(Optional<MatchList> filter, Map<Security, Set<SecurityOption>> options) {

    static MechanismRules from(Settings settings, TableRegistry tables) {
        Map<Security, Set<SecurityOption>> options = new EnumMap<>(Security.class);
        options.put(Security.PLAIN, options(settings, SmtpSasl.SECURITY_OPTIONS));
        options.put(Security.TLS, options(settings, SmtpSasl.TLS_SECURITY_OPTIONS));
        options.put(Security.TLS_VERIFIED, options(settings, SmtpSasl.TLS_VERIFIED_SECURITY_OPTIONS));
        boolean filtered = !settings.get(SmtpSasl.MECHANISM_FILTER).items().isEmpty();
        return new MechanismRules(
                filtered ? Optional.of(tables.matchList(settings, SmtpSasl.MECHANISM_FILTER)) : Optional.empty(),
                options);
    }

    private static Set<SecurityOption> options(Settings settings, Parameter<List<String>> row) {
        return settings.get(row).stream().map(SecurityOption::of).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the {@code offered} words that the filter lets pass, in upper case.
     *
     * @throws UnavailableException when the filter names a table that can't be searched
     */
    List<String> passing(List<String> offered) throws UnavailableException {
        List<String> words = new ArrayList<>();
        for (String word : offered) {
            if (passes(word)) {
                words.add(word.toUpperCase(Locale.ROOT));
            }
        }
        return words;
    }

    private boolean passes(String name) throws UnavailableException {
        if (filter.isEmpty()) {
            return true;
        }
        MatchList.Result result = filter.get().find(name);
        if (result instanceof MatchList.Result.Unavailable unavailable) {
            throw new UnavailableException(unavailable.cause());
        }
        return result instanceof MatchList.Result.Match;
    }

    /**
     * Returns the best of the mechanisms {@code names} that can be used with {@code credentials} on {@code channel}.
     */
    Optional<Mechanism> best(List<String> names, Credentials credentials, Channel channel) {
        Set<SecurityOption> needed = options.get(channel.security());
        return Arrays.stream(Mechanism.values())
                .filter(one -> names.stream().anyMatch(name -> one.isNamed(name, channel)))
                .filter(one -> one.has(needed))
                .filter(one ->
                        takes(one, credentials) || (filter.isPresent() && credentials instanceof Credentials.Password))
                .findFirst();
    }

    /** Returns true if {@code mechanism} uses {@code credentials} without a mechanism filter. */
    private static boolean takes(Mechanism mechanism, Credentials credentials) {
        return mechanism.use()
                == (credentials instanceof Credentials.Bearer ? Mechanism.Use.TOKEN : Mechanism.Use.PASSWORD);
    }
}
