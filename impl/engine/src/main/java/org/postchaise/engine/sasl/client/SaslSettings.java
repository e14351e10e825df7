/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpSasl;
import org.postchaise.engine.sasl.Channel;
import org.postchaise.engine.sasl.Mechanism;
import org.postchaise.engine.table.TableRegistry;

/** The settings and tables for logins of the SMTP and LMTP client (SASL_README). Thread-safe. */
public final class SaslSettings {
    private static final int REFUSED = 535;

    private final boolean enabled;
    private final boolean bySender;
    private final boolean authorizes;
    private final boolean softBounce;
    private final int leastIterations;
    private final CredentialLookup lookup;
    private final MechanismRules mechanisms;
    private final Optional<FailureCache> failures;

    private SaslSettings(Settings settings, TableRegistry tables) {
        this.enabled = settings.get(SmtpSasl.AUTH_ENABLE);
        this.bySender = enabled && settings.get(SmtpSasl.SENDER_DEPENDENT_AUTHENTICATION);
        this.authorizes = settings.get(SmtpSasl.SEND_CYRUS_SASL_AUTHZID);
        this.softBounce = settings.get(SmtpSasl.AUTH_SOFT_BOUNCE);
        this.leastIterations = Math.toIntExact(settings.get(SmtpSasl.SCRAM_MINIMUM_ITERATIONS));
        this.lookup = CredentialLookup.from(settings, tables);
        this.mechanisms = MechanismRules.from(settings, tables);
        this.failures = settings.get(SmtpSasl.AUTH_CACHE_NAME).isEmpty()
                ? Optional.empty()
                : Optional.of(new FailureCache(settings.get(SmtpSasl.AUTH_CACHE_TIME), Clock.systemUTC()));
    }

    /**
     * Creates the part of {@code settings} that logins need.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    public static SaslSettings from(Settings settings, TableRegistry tables) {
        return new SaslSettings(settings, tables);
    }

    /** Returns true if tables may have credentials, so that the identity of a session depends on host names. */
    public boolean enabled() {
        return enabled;
    }

    /** Returns true if credentials depend on the sender ({@code smtp_sender_dependent_authentication}). */
    public boolean bySender() {
        return bySender;
    }

    /** Returns true if a permanent refusal of a login defers mail ({@code smtp_sasl_auth_soft_bounce}). */
    public boolean softBounce() {
        return softBounce;
    }

    /**
     * Returns the credentials for the server {@code host} of {@code nextHop}; empty where no login is configured.
     *
     * @throws UnavailableException when a table can't be searched
     */
    public Optional<Credentials> credentials(Identity identity, String host, String nextHop)
            throws UnavailableException {
        if (identity.signOn().isPresent()) {
            return identity.signOn();
        }
        if (!enabled) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        if (bySender && !identity.sender().isEmpty()) {
            names.add(identity.sender());
        }
        names.add(host);
        names.add(nextHop);
        return lookup.find(names);
    }

    /**
     * Returns the mechanisms in {@code offered}, the text after AUTH in an EHLO reply, and the mechanisms that the
     * settings let pass.
     *
     * @throws UnavailableException when a table can't be searched
     */
    public Offer compatible(String offered) throws UnavailableException {
        List<String> words = Offer.words(offered);
        List<String> passing = mechanisms.passing(words);
        return new Offer(Offer.names(words), Offer.names(passing), !passing.isEmpty());
    }

    /**
     * Begins a login with the best of the usable mechanisms.
     *
     * @throws SaslException with Postfix's text, when no mechanism can be used
     * @throws TokenException when the mechanism needs a token, and no token is available
     */
    public SaslExchange begin(Offer offer, Credentials credentials, Service service, Channel channel)
            throws SaslException, TokenException {
        Mechanism mechanism = mechanisms
                .best(offer.usable(), credentials, channel)
                .orElseThrow(() -> new SaslException(SaslExchange.NO_MECHANISM));
        if (credentials instanceof Credentials.Bearer bearer) {
            return SaslExchange.of(mechanism, bearer, service);
        }
        List<String> named = offer.usable().stream()
                .filter(name -> mechanism.isNamed(name, channel))
                .toList();
        Credentials.Password password = (Credentials.Password) credentials;
        return SaslExchange.of(
                mechanism,
                named,
                authorizes ? password.user() : "",
                password,
                service,
                offer.binding(named, channel),
                leastIterations);
    }

    /**
     * Returns the server's remembered refusal of the same login ({@code smtp_sasl_auth_cache_name}); empty if there is
     * none.
     */
    public Optional<SmtpReply> formerRefusal(Credentials credentials, Service service) {
        return credentials instanceof Credentials.Password password
                ? failures.flatMap(cache -> cache.find(service.host(), password))
                : Optional.empty();
    }

    /** Remembers the server's reply if that reply refuses the login with 535. */
    public void answered(Credentials credentials, Service service, SmtpReply reply) {
        if (reply.code() == REFUSED && credentials instanceof Credentials.Password password) {
            failures.ifPresent(cache -> cache.store(service.host(), password, reply));
        }
    }
}
