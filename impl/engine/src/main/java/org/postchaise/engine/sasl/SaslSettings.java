/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpSasl;
import org.postchaise.engine.table.TableRegistry;

/** How the SMTP and LMTP client logs in (SASL_README). Thread-safe. */
public final class SaslSettings implements AutoCloseable {
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
     * The part of {@code settings} that logins need.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    public static SaslSettings from(Settings settings, TableRegistry tables) {
        return new SaslSettings(settings, tables);
    }

    /** Whether tables may have credentials, so that what a session is good for depends on names. */
    public boolean enabled() {
        return enabled;
    }

    /** Whether credentials depend on the sender ({@code smtp_sender_dependent_authentication}). */
    public boolean bySender() {
        return bySender;
    }

    /** Whether a refusal for good is a reason to defer ({@code smtp_sasl_auth_soft_bounce}). */
    public boolean softBounce() {
        return softBounce;
    }

    /**
     * As whom to log in to the server {@code host} of {@code nextHop}, if at all.
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
     * The mechanisms in {@code offered}, what a server says after AUTH, and which of them may be considered.
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
     * @throws SaslException with Postfix's words, when there is none
     * @throws TokenException when it takes a token, and there is none
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

    /** What the server said lately to the same login ({@code smtp_sasl_auth_cache_name}). */
    public Optional<SmtpReply> formerRefusal(Credentials credentials, Service service) {
        return credentials instanceof Credentials.Password password
                ? failures.flatMap(cache -> cache.find(service.host(), password))
                : Optional.empty();
    }

    /** Remembers that the server does not take the login, where that is so. */
    public void answered(Credentials credentials, Service service, SmtpReply reply) {
        if (reply.code() == REFUSED && credentials instanceof Credentials.Password password) {
            failures.ifPresent(cache -> cache.store(service.host(), password, reply));
        }
    }

    /** Closes the tables. */
    @Override
    public void close() {
        lookup.close();
        mechanisms.close();
    }
}
