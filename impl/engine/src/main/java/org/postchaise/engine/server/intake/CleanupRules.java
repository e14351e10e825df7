/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Cleanup;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.Delivery;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.server.resolve.CanonicalMaps;
import org.postchaise.engine.server.resolve.CanonicalMaps.Place;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.resolve.Rewriter;
import org.postchaise.engine.wire.StrayCr;

/** The settings about header and content of received mail. Immutable and thread-safe. */
final class CleanupRules {
    private final Set<String> dropped = new HashSet<>();
    private final Rewriter local;
    private final Optional<Rewriter> remote;
    private final Optional<CanonicalMaps> canonical;
    private final boolean keepsUsual;
    private final Limits limits;
    private final Characters stripped;
    private final Characters refused;
    private final StrayCr strayCr;
    private final Missing missing;
    private final boolean detects8Bit;

    /** The limits of a header. */
    private record Limits(int headerSize, int hops) {}

    /** What is added to a header that lacks fields. */
    private record Missing(String hostName, boolean always, String undisclosedRecipients) {}

    /**
     * Creates the rules that {@code settings} define.
     *
     * @param canonical the replacement of addresses; empty with {@code no_address_mappings}
     */
    CleanupRules(Settings settings, Optional<CanonicalMaps> canonical) {
        settings.get(Cleanup.MESSAGE_DROP_HEADERS).forEach(name -> dropped.add(name.toLowerCase(Locale.ROOT)));
        this.local = Rewriter.local(settings);
        this.remote = settings.get(Cleanup.REMOTE_HEADER_REWRITE_DOMAIN).isEmpty()
                ? Optional.empty()
                : Optional.of(Rewriter.remote(settings));
        this.canonical = canonical;
        this.keepsUsual = canonical.map(CanonicalMaps::isEmpty).orElse(true);
        this.limits = new Limits(
                settings.get(Content.HEADER_SIZE_LIMIT).intValue(),
                settings.get(Delivery.HOPCOUNT_LIMIT).intValue());
        this.stripped = new Characters(settings.get(Cleanup.MESSAGE_STRIP_CHARACTERS));
        this.refused = new Characters(settings.get(Cleanup.MESSAGE_REJECT_CHARACTERS));
        this.strayCr = settings.get(Cleanup.CLEANUP_REPLACE_STRAY_CR_LF) ? StrayCr.REPLACED : StrayCr.KEPT;
        this.detects8Bit = settings.get(Cleanup.DETECT_8BIT_ENCODING_HEADER);
        this.missing = new Missing(
                settings.get(SmtpClient.MYHOSTNAME),
                settings.get(Cleanup.ALWAYS_ADD_MISSING_HEADERS),
                settings.get(Cleanup.UNDISCLOSED_RECIPIENTS_HEADER));
    }

    boolean isDropped(String name) {
        return dropped.contains(name);
    }

    /** Returns the rewriter of header addresses; empty for mail whose header is not rewritten. */
    Optional<Rewriter> headerRewriter(boolean localClient) {
        return localClient ? Optional.of(local) : remote;
    }

    /** Returns true if {@code value}, the value of an address field, is one address that nothing changes. */
    boolean keeps(String value) {
        return keepsUsual && Rewriter.keeps(value);
    }

    /** Returns the address in place of {@code address}, which is in external form, in internal form. */
    String canonical(Place place, String address) throws LookupFailureException {
        String internal = LocalPart.unquoted(address);
        return canonical.isEmpty() ? internal : canonical.get().rewrite(place, internal);
    }

    /** Returns true if missing fields are added: where the header is rewritten, too. */
    boolean addsMissing(boolean localClient) {
        return missing.always() || headerRewriter(localClient).isPresent();
    }

    /** Returns true if a field Content-Transfer-Encoding declares mail as 8BITMIME. */
    boolean detects8Bit() {
        return detects8Bit;
    }

    String hostName() {
        return missing.hostName();
    }

    String undisclosedRecipients() {
        return missing.undisclosedRecipients();
    }

    int headerSize() {
        return limits.headerSize();
    }

    int hops() {
        return limits.hops();
    }

    Characters stripped() {
        return stripped;
    }

    Characters refused() {
        return refused;
    }

    StrayCr strayCr() {
        return strayCr;
    }
}
