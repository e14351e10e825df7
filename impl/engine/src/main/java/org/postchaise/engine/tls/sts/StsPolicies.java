/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTlsPolicy;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.https.HttpsClient;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.log.Printable;

/**
 * The lookup of MTA-STS policies of domains (RFC 8461, section 3), with a cache. A cached policy stays in force until
 * its expiry, also when the policy can't be looked up or fetched again; a failed fetch is not repeated at once. Nothing
 * is kept on disk. Threads that need a policy that is being fetched wait for the same answer, without a lock.
 * Thread-safe.
 */
public final class StsPolicies {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.StsPolicies");

    /** The pause after a failed fetch of one id (RFC 8461, section 3.3). */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    /** The minimum time for which a policy is kept; without a minimum, each server of the domain could cost a fetch. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** The pause after a failed fetch of a policy that is still valid. */
    private static final Duration LONG_PAUSE = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String VERSION = "v=STSv1";
    private static final Pattern FIELD =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31})=([\\x21-\\x3a\\x3c\\x3e-\\x7e]+)");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");

    private final DnsResolver dns;
    private final StsFetch web;
    private final Clock clock;
    private final StsCache cache = new StsCache();
    private final Map<String, CompletableFuture<StsAnswer>> fetching = new ConcurrentHashMap<>();

    StsPolicies(DnsResolver dns, StsFetch web, Clock clock) {
        this.dns = dns;
        this.web = web;
        this.clock = clock;
    }

    /**
     * Creates the lookup for a client with these settings, whether or not the client enforces policies:
     * {@code smtp_tls_mta_sts_timeout}, and the authorities of {@code smtp_tls_CAfile}, {@code smtp_tls_CApath} and
     * {@code tls_append_default_CA}, or where none are set those that Java trusts. If the authorities can't be read no
     * policy can be fetched.
     */
    public static StsPolicies from(Settings settings, DnsResolver dns, HttpsClient https) {
        return new StsPolicies(
                dns,
                new StsFetch(WebAuthorities.of(settings), settings.get(SmtpTlsPolicy.STS_TIMEOUT), https),
                Clock.systemUTC());
    }

    /**
     * Returns the policy of {@code domain}. May query DNS, and fetch; returns within the time limits of both.
     *
     * @param domain a mail domain, in UTF-8 or as A-labels; parent domains are not looked up (RFC 8461, section 3.4)
     */
    public StsAnswer find(String domain) {
        String name = Idna.IDNA2008.toAscii(domain).toLowerCase(Locale.ROOT);
        if (!HostName.isValid(name)) {
            return new StsAnswer.None("\"" + Printable.line(domain) + "\" is no domain");
        }
        Published published = published(name);
        StsCache.State known = cache.find(name, clock.instant());
        if (published.id().isEmpty()) {
            return known.kept()
                    .<StsAnswer>map(kept -> kept.answer(published.reason()))
                    .orElse(published.without());
        }
        String id = published.id().get();
        if (known.kept().filter(kept -> kept.isCurrent(id, clock.instant())).isPresent()) {
            return known.kept().get().answer("");
        }
        Optional<StsCache.Missed> missed = known.missed().filter(one -> one.id().equals(id));
        return missed.isPresent() ? orKept(missed.get().answer(), known.kept()) : fetched(name, id, known.kept());
    }

    /**
     * The TXT record of a domain.
     *
     * @param id the version of the policy
     * @param without the answer if there is no id
     */
    private record Published(Optional<String> id, StsAnswer without) {
        static Published none(String reason) {
            return new Published(Optional.empty(), new StsAnswer.None(reason));
        }

        String reason() {
            return without instanceof StsAnswer.Failed failed ? failed.reason() : ((StsAnswer.None) without).reason();
        }
    }

    /**
     * Looks up the TXT record. Exactly one well-formed record of this version is a policy; anything else is no policy
     * (RFC 8461, section 3.1).
     */
    private Published published(String domain) {
        String name = "_mta-sts." + domain;
        DnsAnswer answer = dns.lookup(name, RecordType.TXT, Set.of());
        if (answer instanceof DnsAnswer.None none) {
            return none.kind().temporary()
                    ? new Published(Optional.empty(), new StsAnswer.Failed(StsAnswer.Fault.LOOKUP, none.reason()))
                    : Published.none(none.reason());
        }
        List<String> records = ((DnsAnswer.Records) answer)
                .list().stream()
                        .map(record -> ((DnsRecord.Txt) record).value())
                        .filter(StsPolicies::isOfThisVersion)
                        .toList();
        if (records.size() != 1) {
            return Published.none(records.size() + " records \"" + VERSION + ";\" at " + name + "; expected one");
        }
        Optional<String> id = id(records.get(0));
        return id.isPresent()
                ? new Published(id, new StsAnswer.None(""))
                : Published.none("malformed record at " + name + ": \"" + Printable.line(records.get(0)) + "\"");
    }

    private static boolean isOfThisVersion(String record) {
        return record.startsWith(VERSION)
                && record.substring(VERSION.length()).stripLeading().startsWith(";");
    }

    private static Optional<String> id(String record) {
        List<String> fields = new ArrayList<>(
                List.of(record.substring(record.indexOf(';') + 1).split(";", -1)));
        if (fields.get(fields.size() - 1).isBlank()) {
            fields.remove(fields.size() - 1);
        }
        Optional<String> id = Optional.empty();
        for (String one : fields) {
            Matcher field = FIELD.matcher(one.strip());
            if (!field.matches()) {
                return Optional.empty();
            }
            if (field.group(1).equals("id") && id.isEmpty()) {
                id = Optional.of(field.group(2));
            }
        }
        return id.filter(value -> ID.matcher(value).matches());
    }

    private static StsAnswer orKept(StsAnswer.Failed failed, Optional<StsCache.Kept> kept) {
        return kept.<StsAnswer>map(one -> one.answer(failed.reason())).orElse(failed);
    }

    private StsAnswer fetched(String domain, String id, Optional<StsCache.Kept> kept) {
        CompletableFuture<StsAnswer> own = new CompletableFuture<>();
        CompletableFuture<StsAnswer> first = fetching.putIfAbsent(domain, own);
        if (first != null) {
            return kept.isPresent() ? kept.get().answer("") : awaited(domain, first);
        }
        try {
            own.complete(fetch(domain, id, kept));
            return own.join();
        } finally {
            fetching.remove(domain, own);
            // only where something unforeseen was thrown: no one waits in vain
            own.complete(new StsAnswer.Failed(StsAnswer.Fault.FETCH, "the fetch broke off"));
        }
    }

    private StsAnswer fetch(String domain, String id, Optional<StsCache.Kept> kept) {
        try {
            StsPolicy policy = web.fetch(domain);
            Instant now = clock.instant();
            Duration age = policy.maxAge().compareTo(SHORTEST) < 0 ? SHORTEST : policy.maxAge();
            StsCache.Kept fresh = new StsCache.Kept(policy, id, now, now.plus(age));
            cache.keep(domain, fresh);
            return fresh.answer("");
        } catch (StsException e) {
            LOG.log(Level.WARNING, "MTA-STS policy of {0}: {1}", domain, e.getMessage());
            StsAnswer.Failed failed = new StsAnswer.Failed(e.fault(), e.getMessage());
            if (!Thread.currentThread().isInterrupted()) {
                Duration pause = kept.filter(one -> one.id().equals(id)).isPresent() ? LONG_PAUSE : PAUSE;
                cache.miss(
                        domain, new StsCache.Missed(id, failed, clock.instant().plus(pause)));
            }
            return orKept(failed, kept);
        }
    }

    private StsAnswer awaited(String domain, CompletableFuture<StsAnswer> first) {
        try {
            return first.get(web.limit().plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new StsAnswer.Failed(StsAnswer.Fault.FETCH, "the policy of " + domain + " is being fetched");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StsAnswer.Failed(StsAnswer.Fault.FETCH, "interrupted");
        }
    }
}
