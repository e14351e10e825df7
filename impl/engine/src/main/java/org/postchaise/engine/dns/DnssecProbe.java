/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postchaise.engine.log.LineLog;

/**
 * A resolver that checks once if DNSSEC validation is available ({@code dnssec_probe}). The check is made if the first answer
 * for which validation was requested is not validated; a warning is logged if the answer to the probe is not validated either.
 */
public final class DnssecProbe implements DnsResolver {
    private static final System.Logger LOG = LineLog.of(DnssecProbe.class.getName());

    private final DnsResolver resolver;
    private final String probe;
    private final RecordType type;
    private final String name;
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * Creates a probe that uses {@code resolver}.
     *
     * @param probe the probe in the form {@code type:name}, such as {@code ns:.}
     * @throws IllegalArgumentException for a malformed probe; the message shows the text and the form expected
     */
    public DnssecProbe(DnsResolver resolver, String probe) {
        this.resolver = resolver;
        this.probe = probe;
        int colon = probe.indexOf(':');
        String asked = probe.substring(0, Math.max(colon, 0)).strip().toUpperCase(Locale.ROOT);
        this.type = Arrays.stream(RecordType.values())
                .filter(one -> one.name().equals(asked))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + probe + "\" is no probe; expected type:name, the"
                        + " type one of " + Arrays.toString(RecordType.values())));
        this.name = probe.substring(colon + 1).strip();
    }

    @Override
    public DnsAnswer lookup(String asked, RecordType askedType, Set<LookupOption> options) {
        DnsAnswer answer = resolver.lookup(asked, askedType, options);
        if (options.contains(LookupOption.DNSSEC) && answer instanceof DnsAnswer.Records records && !settled.get()) {
            boolean validated = isValidated(records);
            if (settled.compareAndSet(false, true) && !validated) {
                probe();
            }
        }
        return answer;
    }

    private void probe() {
        DnsAnswer answer = resolver.lookup(name, type, Set.of(LookupOption.DNSSEC));
        if (answer instanceof DnsAnswer.Records records && isValidated(records)) {
            return;
        }
        LOG.log(System.Logger.Level.WARNING, "DNSSEC validation may be unavailable");
        LOG.log(
                System.Logger.Level.WARNING,
                "reason: dnssec_probe ''{0}'' received {1}",
                probe,
                answer instanceof DnsAnswer.None none && none.kind().temporary()
                        ? "no response: " + none.reason()
                        : "a response that is not DNSSEC validated");
    }

    private static boolean isValidated(DnsAnswer.Records records) {
        return records.list().get(0).origin().secure();
    }
}
