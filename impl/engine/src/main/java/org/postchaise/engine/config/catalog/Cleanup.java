/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of cleanup(8)'s work on received mail: its headers, its content and its envelope. */
public final class Cleanup {
    private static final Table ROWS = Table.of("""
            header_address_token_limit | int:1:2147483647 | - | listener | planned
              The maximum number of tokens of an address header that are examined.
              10240
            body_checks_size_limit | int:0:2147483647 | - | listener | planned
              The maximum number of octets of each body part that body checks examine.
              51200
            nested_header_checks | list | - | listener | planned
              Tables of patterns that act on the headers of attached messages.
              $header_checks
            message_drop_headers | list | - | listener | implemented
              Headers that are taken out of received mail.
              bcc, content-length, resent-bcc, return-path
            always_add_missing_headers | bool | - | listener | implemented
              Adds missing headers (Date, From, Message-ID, To) to mail of any client.
              no
            header_checks | list | - | listener | planned
              Tables of patterns that act on message headers.
            mime_header_checks | list | - | listener | planned
              Tables of patterns that act on MIME headers.
              $header_checks
            body_checks | list | - | listener | planned
              Tables of patterns that act on body lines.
            remote_header_rewrite_domain | text | - | listener | implemented
              The domain that completes header addresses of clients outside local_header_rewrite_clients; empty: they stay as they are.
            message_strip_characters | text | - | listener | implemented
              The characters that are taken out of content.
            message_reject_characters | text | - | listener | implemented
              The characters for which content is refused.
            strict_7bit_headers | bool | - | listener | planned
              Refuses mail with 8-bit octets in headers.
              no
            strict_8bitmime | bool | - | listener | planned
              Switches strict_7bit_headers and strict_8bitmime_body on.
              no
            strict_8bitmime_body | bool | - | listener | planned
              Refuses 8-bit content that no MIME header announces.
              no
            strict_mime_encoding_domain | bool | - | listener | planned
              Refuses message and multipart content with an encoding that MIME forbids there.
              no
            strict_smtputf8 | bool | - | listener | implemented
              Refuses UTF-8 in addresses of mail that does not ask for SMTPUTF8.
              no
            undisclosed_recipients_header | text | - | listener | implemented
              The header that is added to mail without a recipient header.
            detect_8bit_encoding_header | bool | - | listener | implemented
              Finds out 8-bit content by its Content-Transfer-Encoding header.
              yes
            disable_mime_input_processing | bool | - | listener | planned
              Treats received content as text, not as MIME.
              no
            cleanup_replace_stray_cr_lf | bool | - | listener | implemented
              Replaces a CR or LF that ends no line by a space.
              yes
            enable_original_recipient | bool | - | listener | planned
              Keeps the recipient as it was before aliases.
              yes
            duplicate_filter_limit | int:0:2147483647 | - | listener | planned
              The maximum number of addresses that are remembered to find duplicates.
              1000
            always_bcc | text | - | listener | implemented
              An address that receives a copy of all mail.
            sender_bcc_maps | list | - | listener | implemented
              Tables by sender with an address that receives a copy.
            recipient_bcc_maps | list | - | listener | implemented
              Tables by recipient with an address that receives a copy.
            """);

    /**
     * The number {@code header_address_token_limit}: the maximum number of tokens of an address header that are
     * examined.
     */
    public static final Parameter<Long> HEADER_ADDRESS_TOKEN_LIMIT = ROWS.number("header_address_token_limit");

    /**
     * The number {@code body_checks_size_limit}: the maximum number of octets of each body part that body checks
     * examine.
     */
    public static final Parameter<Long> BODY_CHECKS_SIZE_LIMIT = ROWS.number("body_checks_size_limit");

    /** The list {@code nested_header_checks}: tables of patterns that act on the headers of attached messages. */
    public static final Parameter<List<String>> NESTED_HEADER_CHECKS = ROWS.list("nested_header_checks");

    /** The list {@code message_drop_headers}: headers that are taken out of received mail. */
    public static final Parameter<List<String>> MESSAGE_DROP_HEADERS = ROWS.list("message_drop_headers");

    /**
     * The switch {@code always_add_missing_headers}: adds missing headers (Date, From, Message-ID, To) to mail of any
     * client.
     */
    public static final Parameter<Boolean> ALWAYS_ADD_MISSING_HEADERS = ROWS.bool("always_add_missing_headers");

    /** The list {@code header_checks}: tables of patterns that act on message headers. */
    public static final Parameter<List<String>> HEADER_CHECKS = ROWS.list("header_checks");

    /** The list {@code mime_header_checks}: tables of patterns that act on MIME headers. */
    public static final Parameter<List<String>> MIME_HEADER_CHECKS = ROWS.list("mime_header_checks");

    /** The list {@code body_checks}: tables of patterns that act on body lines. */
    public static final Parameter<List<String>> BODY_CHECKS = ROWS.list("body_checks");

    /**
     * The text {@code remote_header_rewrite_domain}: the domain that completes header addresses of clients outside
     * local_header_rewrite_clients; empty: they stay as they are.
     */
    public static final Parameter<String> REMOTE_HEADER_REWRITE_DOMAIN = ROWS.text("remote_header_rewrite_domain");

    /** The text {@code message_strip_characters}: the characters that are taken out of content. */
    public static final Parameter<String> MESSAGE_STRIP_CHARACTERS = ROWS.text("message_strip_characters");

    /** The text {@code message_reject_characters}: the characters for which content is refused. */
    public static final Parameter<String> MESSAGE_REJECT_CHARACTERS = ROWS.text("message_reject_characters");

    /** The switch {@code strict_7bit_headers}: refuses mail with 8-bit octets in headers. */
    public static final Parameter<Boolean> STRICT_7BIT_HEADERS = ROWS.bool("strict_7bit_headers");

    /** The switch {@code strict_8bitmime}: switches strict_7bit_headers and strict_8bitmime_body on. */
    public static final Parameter<Boolean> STRICT_8BITMIME = ROWS.bool("strict_8bitmime");

    /** The switch {@code strict_8bitmime_body}: refuses 8-bit content that no MIME header announces. */
    public static final Parameter<Boolean> STRICT_8BITMIME_BODY = ROWS.bool("strict_8bitmime_body");

    /**
     * The switch {@code strict_mime_encoding_domain}: refuses message and multipart content with an encoding that
     * MIME forbids there.
     */
    public static final Parameter<Boolean> STRICT_MIME_ENCODING_DOMAIN = ROWS.bool("strict_mime_encoding_domain");

    /** The switch {@code strict_smtputf8}: refuses UTF-8 in addresses of mail that does not ask for SMTPUTF8. */
    public static final Parameter<Boolean> STRICT_SMTPUTF8 = ROWS.bool("strict_smtputf8");

    /** The text {@code undisclosed_recipients_header}: the header that is added to mail without a recipient header. */
    public static final Parameter<String> UNDISCLOSED_RECIPIENTS_HEADER = ROWS.text("undisclosed_recipients_header");

    /**
     * The switch {@code detect_8bit_encoding_header}: finds out 8-bit content by its Content-Transfer-Encoding
     * header.
     */
    public static final Parameter<Boolean> DETECT_8BIT_ENCODING_HEADER = ROWS.bool("detect_8bit_encoding_header");

    /** The switch {@code disable_mime_input_processing}: treats received content as text, not as MIME. */
    public static final Parameter<Boolean> DISABLE_MIME_INPUT_PROCESSING = ROWS.bool("disable_mime_input_processing");

    /** The switch {@code cleanup_replace_stray_cr_lf}: replaces a CR or LF that ends no line by a space. */
    public static final Parameter<Boolean> CLEANUP_REPLACE_STRAY_CR_LF = ROWS.bool("cleanup_replace_stray_cr_lf");

    /** The switch {@code enable_original_recipient}: keeps the recipient as it was before aliases. */
    public static final Parameter<Boolean> ENABLE_ORIGINAL_RECIPIENT = ROWS.bool("enable_original_recipient");

    /**
     * The number {@code duplicate_filter_limit}: the maximum number of addresses that are remembered to find
     * duplicates.
     */
    public static final Parameter<Long> DUPLICATE_FILTER_LIMIT = ROWS.number("duplicate_filter_limit");

    /** The text {@code always_bcc}: an address that receives a copy of all mail. */
    public static final Parameter<String> ALWAYS_BCC = ROWS.text("always_bcc");

    /** The list {@code sender_bcc_maps}: tables by sender with an address that receives a copy. */
    public static final Parameter<List<String>> SENDER_BCC_MAPS = ROWS.list("sender_bcc_maps");

    /** The list {@code recipient_bcc_maps}: tables by recipient with an address that receives a copy. */
    public static final Parameter<List<String>> RECIPIENT_BCC_MAPS = ROWS.list("recipient_bcc_maps");

    private Cleanup() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS.rows();
    }
}
