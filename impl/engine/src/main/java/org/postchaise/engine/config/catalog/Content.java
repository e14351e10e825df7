/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of headers, body and MIME of mail that code does not read yet, or never will. */
final class Content {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            smtp_generic_maps | list | = | factory | planned
              Tables that replace addresses of this site by ones valid on the Internet when mail leaves.
            disable_mime_output_conversion | bool | - | factory | planned
              Whether 8-bit content is sent as it is to servers that don't announce 8BITMIME.
              no
            mime_boundary_length_limit | int:1:2147483647 | - | factory | planned
              How much of a MIME boundary is compared.
              2048
            mime_nesting_limit | int:1:2147483647 | - | factory | planned
              How deep multiparts may be nested before the content is refused.
              100
            smtp_header_checks | list | = | factory | planned
              Tables of patterns that act on the headers of mail that leaves.
            smtp_mime_header_checks | list | = | factory | planned
              Tables of patterns that act on the MIME headers of mail that leaves.
            smtp_nested_header_checks | list | = | factory | planned
              Tables of patterns that act on the headers of attached messages in mail that leaves.
            smtp_body_checks | list | = | factory | planned
              Tables of patterns that act on the body lines of mail that leaves.
            smtputf8_enable | bool | - | factory | planned
              Whether addresses and headers beyond ASCII (SMTPUTF8) are supported.
              ${{$compatibility_level} <level {1} ? {no} : {yes}}
            smtputf8_autodetect_classes | words:sendmail|smtpd|qmqpd|forward|bounce|notify|verify|all | - | factory | planned
              Kinds of mail for which the need for SMTPUTF8 is found out from the content.
              sendmail, verify
            header_size_limit | int:1:2147483647 | - | factory | planned
              How much of one header is looked at, in octets.
              102400
            header_address_token_limit | int:1:2147483647 | - | factory | planned
              How many tokens of an address header are looked at.
              10240
            body_checks_size_limit | int:0:2147483647 | - | factory | planned
              How much of each body part body checks look at, in octets.
              51200
            nested_header_checks | list | - | factory | planned
              Tables of patterns that act on the headers of attached messages.
              $header_checks
            message_drop_headers | list | - | factory | planned
              Headers that are taken out of received mail.
              bcc, content-length, resent-bcc, return-path
            always_add_missing_headers | bool | - | factory | planned
              Whether missing headers (Date, From, Message-ID, To) are added to mail of any client.
              no
            header_checks | list | - | factory | planned
              Tables of patterns that act on message headers.
            mime_header_checks | list | - | factory | planned
              Tables of patterns that act on MIME headers.
              $header_checks
            body_checks | list | - | factory | planned
              Tables of patterns that act on body lines.
            """);

    private Content() {}

    /** All rows of this topic; the form of the table is that of {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
