/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of status notifications, bounce(8). */
public final class Notices {
    /** The age of a mail at which the sender gets a delay notice ({@code delay_warning_time}). */
    public static final Parameter<Duration> DELAY_WARNING_TIME = Parameter.implemented(
            "delay_warning_time",
            Grammars.time("h", Duration.ZERO),
            "0h",
            Scope.ADAPTER,
            "After how long the sender is told that a mail is still waiting; 0: never.");

    /** The switch for notices of delivery after a delay notice ({@code confirm_delay_cleared}). */
    public static final Parameter<Boolean> CONFIRM_DELAY_CLEARED = Parameter.implemented(
            "confirm_delay_cleared",
            Grammars.bool(),
            "no",
            Scope.ADAPTER,
            "Notifies the sender when a mail is delivered after a delay notice.");

    /** The maximum size in octets of a mail that is returned as a whole ({@code bounce_size_limit}). */
    public static final Parameter<Long> BOUNCE_SIZE_LIMIT = Parameter.implemented(
            "bounce_size_limit",
            Grammars.integer(1, Integer.MAX_VALUE),
            "50000",
            Scope.ADAPTER,
            "The largest mail that is returned whole with a failure notice, in octets; of a larger one the header is.");

    /** The file with templates of notices ({@code bounce_template_file}). */
    public static final Parameter<String> BOUNCE_TEMPLATE_FILE = Parameter.implemented(
            "bounce_template_file",
            Grammars.text("text on one line"),
            "",
            Scope.ADAPTER,
            "The file with texts of notices; empty: those that are built in.");

    /** The format of the From header of notices ({@code header_from_format}). */
    public static final Parameter<String> HEADER_FROM_FORMAT = Parameter.implemented(
            "header_from_format",
            Grammars.word(List.of("standard", "obsolete")),
            "standard",
            Scope.ADAPTER,
            "The form of From in notices: name <address> (standard) or address (name) (obsolete).");

    /** The switch for References and In-Reply-To headers in notices ({@code enable_threaded_bounces}). */
    public static final Parameter<Boolean> ENABLE_THREADED_BOUNCES = Parameter.implemented(
            "enable_threaded_bounces",
            Grammars.bool(),
            "no",
            Scope.ADAPTER,
            "Refers to the original mail in the headers References and In-Reply-To of a notice.");

    /** The recipient of notices about undeliverable notices ({@code 2bounce_notice_recipient}). */
    public static final Parameter<String> DOUBLE_BOUNCE_NOTICE_RECIPIENT =
            recipient("2bounce_notice_recipient", "The recipient of mail whose notice could not be delivered either.");

    /** The recipient of copies of failure notices ({@code bounce_notice_recipient}). */
    public static final Parameter<String> BOUNCE_NOTICE_RECIPIENT =
            recipient("bounce_notice_recipient", "The recipient of copies of failure notices, without content.");

    /** The recipient of copies of delay notices ({@code delay_notice_recipient}). */
    public static final Parameter<String> DELAY_NOTICE_RECIPIENT =
            recipient("delay_notice_recipient", "The recipient of copies of delay notices, without content.");

    /** The local part of the sender of notices to the postmaster ({@code double_bounce_sender}). */
    public static final Parameter<String> DOUBLE_BOUNCE_SENDER = Parameter.implemented(
            "double_bounce_sender",
            Grammars.someText("text on one line that is not empty"),
            "double-bounce",
            Scope.ADAPTER,
            "The local part of the sender of notices that must not cause further ones.");

    /** The name of the mail system ({@code mail_name}). */
    public static final Parameter<String> MAIL_NAME = Parameter.implemented(
            "mail_name",
            Grammars.someText("text on one line that is not empty"),
            "Postfix",
            Scope.ADAPTER,
            "The name of the mail system in greetings, Received headers and notices.");

    /** The VERP delimiters where a mail names none ({@code default_verp_delimiters}). */
    public static final Parameter<String> DEFAULT_VERP_DELIMITERS = Parameter.implemented(
            "default_verp_delimiters",
            Grammars.someText("two characters"),
            "+=",
            Scope.ADAPTER,
            "The delimiters of return paths that name the recipient (VERP), where they are asked for without saying which.");

    /** The characters that may be VERP delimiters ({@code verp_delimiter_filter}). */
    public static final Parameter<String> VERP_DELIMITER_FILTER = Parameter.implemented(
            "verp_delimiter_filter",
            Grammars.someText("text on one line that is not empty"),
            "-=+",
            Scope.ADAPTER,
            "The characters that may be VERP delimiters.");

    /** The switch that reports failures of VERP mail in one notice to the sender ({@code disable_verp_bounces}). */
    public static final Parameter<Boolean> DISABLE_VERP_BOUNCES = Parameter.implemented(
            "disable_verp_bounces",
            Grammars.bool(),
            "no",
            Scope.ADAPTER,
            "Reports failures of a VERP mail in one notice to its sender, not one to each recipient's return path.");

    /** The file with keys that authenticate VERP return paths ({@code verp_key_file}). */
    public static final Parameter<String> VERP_KEY_FILE = Parameter.implemented(
            "verp_key_file",
            Grammars.text("text on one line"),
            "",
            Scope.ADAPTER,
            "The file with keys, one a line, by which VERP return paths are marked as this system's (the first) and known again (all); empty: they are not.");

    /** The switch for text beyond US-ASCII in notices, and for SMTPUTF8 ({@code smtputf8_enable}). */
    public static final Parameter<Boolean> SMTPUTF8_ENABLE = Parameter.implemented(
            "smtputf8_enable",
            Grammars.bool(),
            "${{$compatibility_level} <level {1} ? {no} : {yes}}",
            Scope.FACTORY,
            "Keeps non-ASCII text in notices unchanged; such notices are 8bit. A mail itself asks for SMTPUTF8.");

    private Notices() {}

    /** Returns all rows of this topic. */
    public static List<Parameter<?>> rows() {
        return List.of(
                DELAY_WARNING_TIME,
                CONFIRM_DELAY_CLEARED,
                BOUNCE_SIZE_LIMIT,
                BOUNCE_TEMPLATE_FILE,
                HEADER_FROM_FORMAT,
                ENABLE_THREADED_BOUNCES,
                DOUBLE_BOUNCE_NOTICE_RECIPIENT,
                BOUNCE_NOTICE_RECIPIENT,
                DELAY_NOTICE_RECIPIENT,
                DOUBLE_BOUNCE_SENDER,
                MAIL_NAME,
                DEFAULT_VERP_DELIMITERS,
                VERP_DELIMITER_FILTER,
                DISABLE_VERP_BOUNCES,
                VERP_KEY_FILE,
                SMTPUTF8_ENABLE);
    }

    private static Parameter<String> recipient(String name, String summary) {
        return Parameter.implemented(
                name, Grammars.someText("text on one line that is not empty"), "postmaster", Scope.ADAPTER, summary);
    }
}
