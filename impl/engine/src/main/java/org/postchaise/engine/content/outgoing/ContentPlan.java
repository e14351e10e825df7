/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.content.AddressCompletion;
import org.postchaise.engine.content.ContentChecks;
import org.postchaise.engine.content.ContentException;
import org.postchaise.engine.content.mime.Conversion;
import org.postchaise.engine.content.mime.MimeHandler;
import org.postchaise.engine.content.mime.MimeLimits;
import org.postchaise.engine.content.mime.MimeState;
import org.postchaise.engine.domain.LocalDomains;
import org.postchaise.engine.table.AddressKeys;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;

/** The settings for the content of outgoing mail, created once for each client, with opened tables. Thread-safe. */
public final class ContentPlan {
    /** The maximum size of a piece of a line that is analysed, however large the setting is. */
    private static final long LONGEST_RECORD = 1 << 20;

    private final ContentLimits limits;
    private final Conversion without8BitMime;
    private final Map<MimeHandler.HeaderClass, ContentChecks> headerChecks;
    private final ContentChecks bodyChecks;
    private final GenericMap generic;

    private ContentPlan(Builder builder) {
        this.limits = builder.limits();
        this.without8BitMime =
                builder.settings.get(Content.DISABLE_MIME_OUTPUT_CONVERSION) ? Conversion.NONE : Conversion.TO_7BIT;
        this.headerChecks = new EnumMap<>(Map.of(
                MimeHandler.HeaderClass.PRIMARY,
                builder.checks(Content.HEADER_CHECKS, ContentChecks.Subject.HEADER),
                MimeHandler.HeaderClass.PART,
                builder.checks(Content.MIME_HEADER_CHECKS, ContentChecks.Subject.HEADER),
                MimeHandler.HeaderClass.NESTED,
                builder.checks(Content.NESTED_HEADER_CHECKS, ContentChecks.Subject.HEADER)));
        this.bodyChecks = builder.checks(Content.BODY_CHECKS, ContentChecks.Subject.BODY);
        this.generic = builder.generic();
    }

    /**
     * Creates the plan of {@code settings}; for LMTP, of the {@code lmtp()} view of the settings.
     *
     * @throws SettingsException with the name of the parameter whose table can't be opened
     */
    public static ContentPlan from(Settings settings, TableRegistry registry) {
        return new ContentPlan(new Builder(settings, registry));
    }

    /** Returns the conversion for a peer that does not announce 8BITMIME: {@code disable_mime_output_conversion}. */
    public Conversion without8BitMime() {
        return without8BitMime;
    }

    /** Returns {@code smtp_generic_maps}, for the addresses of the envelope. */
    public GenericMap genericMap() {
        return generic;
    }

    /**
     * Returns the content that is sent to the peer, before dot-stuffing: lines that end in CRLF, or in LF where the
     * source had LF. Reading throws {@link ContentException} when the settings can't be followed, and the exceptions of
     * the source.
     *
     * @param message the message; closed with the result
     * @throws IOException as for reading the result
     */
    public InputStream open(InputStream message, ContentOptions options) throws IOException {
        FoldedLines lines = new FoldedLines(limits.lineLength(), options.notes());
        OutgoingContent outgoing =
                new OutgoingContent(headerChecks, bodyChecks, new HeaderRewriter(generic), lines, options.notes());
        MimeState mime = new MimeState(limits.mime(), options.conversion(), outgoing);
        ContentStream stream = new ContentStream(
                message,
                mime,
                lines,
                bodyChecks.isEmpty() ? ContentStream.Lines.BLOCKS : ContentStream.Lines.SINGLE,
                limits);
        stream.prepend(options.traceHeaders());
        return stream;
    }

    /**
     * Returns the properties of a message that must be known before its envelope is sent. Reads as far as headers can
     * follow: to the end only where parts are attached.
     *
     * @param message the message, which stays open
     * @throws IOException for a failure of the source; {@link ContentException} when parts are nested too deep
     */
    public ContentFacts inspect(InputStream message) throws IOException {
        return ContentFacts.of(message, limits);
    }

    /** A builder that opens the tables of a plan. */
    private static final class Builder {
        private final Settings settings;
        private final TableRegistry registry;

        Builder(Settings settings, TableRegistry registry) {
            this.settings = settings;
            this.registry = registry;
        }

        ContentLimits limits() {
            return new ContentLimits(
                    new MimeLimits(
                            settings.get(Content.HEADER_SIZE_LIMIT).intValue(),
                            settings.get(Content.MIME_NESTING_LIMIT).intValue(),
                            settings.get(Content.MIME_BOUNDARY_LENGTH_LIMIT).intValue(),
                            (int) Math.min(settings.get(Content.LINE_LENGTH_LIMIT), LONGEST_RECORD)),
                    settings.get(Content.SMTP_LINE_LENGTH_LIMIT).intValue());
        }

        ContentChecks checks(Parameter<List<String>> parameter, ContentChecks.Subject subject) {
            return new ContentChecks(parameter.name(), subject, open(parameter));
        }

        GenericMap generic() {
            List<LookupTable> maps = open(Content.GENERIC_MAPS);
            boolean propagated =
                    settings.get(Content.PROPAGATE_UNMATCHED_EXTENSIONS).contains("generic");
            return new GenericMap(
                    maps,
                    AddressKeys.rewriting(
                            settings.get(Content.RECIPIENT_DELIMITER),
                            maps.isEmpty() ? domain -> false : localDomains()),
                    propagated ? GenericMap.Propagation.ON : GenericMap.Propagation.OFF,
                    new AddressCompletion(
                            settings.get(Content.APPEND_AT_MYORIGIN) ? settings.get(Content.MYORIGIN) : "",
                            settings.get(Content.APPEND_DOT_MYDOMAIN) ? settings.get(Content.MYDOMAIN) : ""));
        }

        /**
         * Returns the predicate of local domains, {@code myorigin} and {@code mydestination}: names and tables of
         * names. The predicate throws a {@link ContentException} in an {@link UncheckedIOException} when a table can't be
         * searched.
         */
        private Predicate<String> localDomains() {
            for (String member : settings.get(Content.MYDESTINATION)) {
                if (member.startsWith("/") || member.startsWith("!")) {
                    throw new SettingsException("parameter mydestination: \"" + member
                            + "\" can't be used for smtp_generic_maps; expected domain names and type:name tables");
                }
            }
            String origin = settings.get(Content.MYORIGIN);
            LocalDomains local = LocalDomains.from(settings, registry);
            return domain -> domain.equalsIgnoreCase(origin) || isLocal(local.find(domain));
        }

        private static boolean isLocal(MatchList.Result result) {
            if (result instanceof MatchList.Result.Unavailable unavailable) {
                throw new UncheckedIOException(
                        new ContentException(ContentException.LOCAL_DATA, "mydestination: " + unavailable.cause()));
            }
            return result instanceof MatchList.Result.Match;
        }

        private List<LookupTable> open(Parameter<List<String>> parameter) {
            List<LookupTable> maps = new ArrayList<>();
            for (String name : settings.get(parameter)) {
                maps.add(open(parameter, name));
            }
            return maps;
        }

        private LookupTable open(Parameter<?> parameter, String name) {
            try {
                return registry.open(name);
            } catch (TableException e) {
                throw new SettingsException("parameter " + parameter.name() + ": " + e.getMessage(), e);
            }
        }
    }
}
