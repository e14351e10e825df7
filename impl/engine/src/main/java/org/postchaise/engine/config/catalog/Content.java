/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of headers, body and MIME structure of mail, and of the addresses in headers. */
public final class Content {
    private static final long MOST = Integer.MAX_VALUE;

    /** The tables that replace addresses of this site in outgoing mail ({@code smtp_generic_maps}). */
    public static final Parameter<List<String>> GENERIC_MAPS = checks(
            "smtp_generic_maps",
            "Tables that replace addresses of this site by ones valid on the Internet when mail leaves.");

    /** The tables of patterns for primary headers ({@code smtp_header_checks}). */
    public static final Parameter<List<String>> HEADER_CHECKS =
            checks("smtp_header_checks", "Tables of patterns that act on the headers of mail that leaves.");

    /** The tables of patterns for MIME headers ({@code smtp_mime_header_checks}). */
    public static final Parameter<List<String>> MIME_HEADER_CHECKS =
            checks("smtp_mime_header_checks", "Tables of patterns that act on the MIME headers of mail that leaves.");

    /** The tables of patterns for headers of attached messages ({@code smtp_nested_header_checks}). */
    public static final Parameter<List<String>> NESTED_HEADER_CHECKS = checks(
            "smtp_nested_header_checks",
            "Tables of patterns that act on the headers of attached messages in mail that leaves.");

    /** The tables of patterns for body lines ({@code smtp_body_checks}). */
    public static final Parameter<List<String>> BODY_CHECKS =
            checks("smtp_body_checks", "Tables of patterns that act on the body lines of mail that leaves.");

    /**
     * The switch that keeps 8-bit content unconverted for servers without 8BITMIME
     * ({@code disable_mime_output_conversion}).
     */
    public static final Parameter<Boolean> DISABLE_MIME_OUTPUT_CONVERSION = Parameter.implemented(
            "disable_mime_output_conversion",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "Sends 8-bit content unconverted to servers that don't announce 8BITMIME.");

    /** The number of octets of a MIME boundary that are compared ({@code mime_boundary_length_limit}). */
    public static final Parameter<Long> MIME_BOUNDARY_LENGTH_LIMIT = limit(
            "mime_boundary_length_limit",
            1,
            "2048",
            Scope.FACTORY,
            "The number of octets of a MIME boundary that are compared.");

    /** The maximum nesting depth of multiparts ({@code mime_nesting_limit}). */
    public static final Parameter<Long> MIME_NESTING_LIMIT = limit(
            "mime_nesting_limit",
            1,
            "100",
            Scope.FACTORY,
            "The maximum nesting depth of multiparts; content with deeper nesting is refused.");

    /** The maximum number of octets of one header that are analysed ({@code header_size_limit}). */
    public static final Parameter<Long> HEADER_SIZE_LIMIT = limit(
            "header_size_limit",
            1,
            "102400",
            Scope.FACTORY,
            "The maximum number of octets of one header that are examined.");

    /** The maximum length of a line that is processed in one piece ({@code line_length_limit}). */
    public static final Parameter<Long> LINE_LENGTH_LIMIT =
            limit("line_length_limit", 512, "2048", Scope.LISTENER, "The longest line that is handled in one piece.");

    /** The maximum length of a line that is sent unfolded; 0: no limit ({@code smtp_line_length_limit}). */
    public static final Parameter<Long> SMTP_LINE_LENGTH_LIMIT = limit(
                    "smtp_line_length_limit",
                    0,
                    "998",
                    Scope.FACTORY,
                    "The longest line of content that is sent in one piece; longer ones are folded. 0: no limit.")
            .mirroredAs("lmtp_line_length_limit", "998");

    /** The characters that separate a user name from its address extension ({@code recipient_delimiter}). */
    public static final Parameter<String> RECIPIENT_DELIMITER = Parameter.implemented(
            "recipient_delimiter",
            Grammars.text("text on one line"),
            "",
            Scope.ADAPTER,
            "The characters that separate a user name from its extension.");

    /**
     * The kinds of tables that propagate an address extension to the result ({@code propagate_unmatched_extensions}).
     */
    public static final Parameter<List<String>> PROPAGATE_UNMATCHED_EXTENSIONS = Parameter.implemented(
            "propagate_unmatched_extensions",
            Grammars.words(List.of("canonical", "virtual", "alias", "forward", "include", "generic")),
            "canonical, virtual",
            Scope.ADAPTER,
            "The kinds of tables that pass an address extension on to the address they give; here, generic.");

    /** The kinds of mail for which the need for SMTPUTF8 is detected ({@code smtputf8_autodetect_classes}). */
    public static final Parameter<List<String>> SMTPUTF8_AUTODETECT_CLASSES = Parameter.implemented(
            "smtputf8_autodetect_classes",
            Grammars.words(List.of("sendmail", "smtpd", "qmqpd", "forward", "bounce", "notify", "verify", "all")),
            "sendmail, verify",
            Scope.FACTORY,
            "Kinds of mail for which the need for SMTPUTF8 is found out from addresses and header; the queue's and the command line's is sendmail.");

    /** The domain of this system ({@code mydomain}). */
    public static final Parameter<String> MYDOMAIN = Parameter.implemented(
            "mydomain",
            Grammars.someText("text on one line that is not empty"),
            "",
            Scope.ADAPTER,
            "This system's domain; empty: the part of myhostname after its first dot.");

    /** The domains whose mail is delivered on this system ({@code mydestination}). */
    public static final Parameter<List<String>> MYDESTINATION = Parameter.implemented(
            "mydestination",
            Grammars.list(),
            "$myhostname, localhost.$mydomain, localhost",
            Scope.ADAPTER,
            "Domains whose mail is delivered on this system.");

    /** The domain that completes addresses without a domain ({@code myorigin}). */
    public static final Parameter<String> MYORIGIN = Parameter.implemented(
            "myorigin",
            Grammars.someText("text on one line that is not empty"),
            "$myhostname",
            Scope.ADAPTER,
            "The domain of addresses that have none.");

    /** The switch that completes addresses without a domain with {@code myorigin} ({@code append_at_myorigin}). */
    public static final Parameter<Boolean> APPEND_AT_MYORIGIN = Parameter.implemented(
            "append_at_myorigin",
            Grammars.bool(),
            "yes",
            Scope.ADAPTER,
            "Appends @myorigin to an address without a domain.");

    /** The switch that completes a domain without a dot with {@code mydomain} ({@code append_dot_mydomain}). */
    public static final Parameter<Boolean> APPEND_DOT_MYDOMAIN = Parameter.implemented(
            "append_dot_mydomain",
            Grammars.bool(),
            "${{$compatibility_level} <level {1} ? {yes} : {no}}",
            Scope.ADAPTER,
            "Appends .mydomain to the host of an address user@host without a domain.");

    private static final List<Parameter<?>> TYPED = List.of(
            GENERIC_MAPS,
            HEADER_CHECKS,
            MIME_HEADER_CHECKS,
            NESTED_HEADER_CHECKS,
            BODY_CHECKS,
            DISABLE_MIME_OUTPUT_CONVERSION,
            MIME_BOUNDARY_LENGTH_LIMIT,
            MIME_NESTING_LIMIT,
            HEADER_SIZE_LIMIT,
            LINE_LENGTH_LIMIT,
            SMTP_LINE_LENGTH_LIMIT,
            RECIPIENT_DELIMITER,
            PROPAGATE_UNMATCHED_EXTENSIONS,
            SMTPUTF8_AUTODETECT_CLASSES,
            MYDOMAIN,
            MYDESTINATION,
            MYORIGIN,
            APPEND_AT_MYORIGIN,
            APPEND_DOT_MYDOMAIN);

    private Content() {}

    /** Returns all rows of this topic. */
    static List<Parameter<?>> rows() {
        return TYPED;
    }

    private static Parameter<List<String>> checks(String name, String summary) {
        return Parameter.implemented(name, Grammars.list(), "", Scope.FACTORY, summary)
                .mirroredAs(name.replace("smtp_", "lmtp_"), "");
    }

    private static Parameter<Long> limit(String name, long least, String defaultText, Scope scope, String summary) {
        return Parameter.implemented(name, Grammars.integer(least, MOST), defaultText, scope, summary);
    }
}
