/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.net.IDN;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.api.Envelope;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.config.Expansion;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.Notices;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.config.catalog.SmtpClient;

/**
 * The settings for notices.
 *
 * @param site the names of this system
 * @param postmaster the notices for the postmaster
 * @param form the form of a notice
 * @param times the age at which mail is late, and too late
 * @param verp the notices of mail with return paths that name the recipient
 * @param templates the texts, by kind of notice
 */
record NoticeSettings(
        Site site,
        Postmaster postmaster,
        Form form,
        Times times,
        VerpNotices verp,
        Map<Notice.Kind, Template> templates) {
    private static final Pattern TIME = Pattern.compile("(delay_warning_time|maximal_queue_lifetime)_(.*)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "seconds",
            ChronoUnit.SECONDS,
            "minutes",
            ChronoUnit.MINUTES,
            "hours",
            ChronoUnit.HOURS,
            "days",
            ChronoUnit.DAYS,
            "weeks",
            ChronoUnit.WEEKS);

    /**
     * The names of this system.
     *
     * @param hostname the host name
     * @param mailName the name of the mail system
     * @param origin the domain of addresses without a domain; empty: no domain is added
     * @param domain the parent domain that is added to a domain without a dot; empty: nothing is added
     */
    record Site(String hostname, String mailName, String origin, String domain) {
        /** Returns the address with a domain. */
        String complete(String address) {
            int at = address.lastIndexOf('@');
            if (at < 0) {
                return address.isEmpty() || origin.isEmpty() ? address : address + "@" + origin;
            }
            String host = address.substring(at + 1);
            boolean partial = !host.isEmpty() && host.indexOf('.') < 0 && !host.startsWith("[");
            return partial && !domain.isEmpty() ? address + "." + domain : address;
        }

        /** Returns the mail name as a word of a field name: X-Name-Queue-ID. */
        String fieldName() {
            return mailName.replaceAll("[^!-~]|[()<>@,;:\\\\\".\\[\\]]", "-");
        }
    }

    /**
     * The Postfix parameters {@code notify_classes}, {@code bounce_notice_recipient}, {@code delay_notice_recipient},
     * {@code 2bounce_notice_recipient} and {@code double_bounce_sender}; complete addresses.
     */
    record Postmaster(List<String> classes, String ofFailures, String ofDelays, String ofDoubleBounces, String sender) {
        boolean wants(String noticeClass) {
            return classes.contains(noticeClass);
        }
    }

    /**
     * The Postfix parameters {@code bounce_size_limit}, {@code smtputf8_enable} and {@code enable_threaded_bounces}.
     */
    record Form(long sizeLimit, boolean utf8, boolean threaded) {}

    /**
     * The Postfix parameters {@code delay_warning_time}, {@code maximal_queue_lifetime} and
     * {@code confirm_delay_cleared}.
     */
    record Times(Duration delayWarning, Duration queueLifetime, boolean confirmsDelayCleared) {}

    /**
     * The Postfix parameter {@code disable_verp_bounces}.
     *
     * @param paths the form of the return paths
     * @param disabled true if failures are reported like those of any other mail
     */
    record VerpNotices(Verp paths, boolean disabled) {
        boolean concern(Envelope envelope) {
            return envelope.verp().isPresent() && !disabled;
        }
    }

    /**
     * Creates the notice settings of {@code settings}.
     *
     * @throws SettingsException for a bad value, or a mistake in {@code bounce_template_file}, with the line
     */
    static NoticeSettings from(Settings settings) {
        Site site = new Site(
                settings.get(SmtpClient.MYHOSTNAME),
                settings.get(Notices.MAIL_NAME),
                settings.get(Content.APPEND_AT_MYORIGIN) ? settings.get(Content.MYORIGIN) : "",
                settings.get(Content.APPEND_DOT_MYDOMAIN) ? settings.get(Content.MYDOMAIN) : "");
        Postmaster postmaster = new Postmaster(
                settings.get(SmtpClient.NOTIFY_CLASSES),
                site.complete(settings.get(Notices.BOUNCE_NOTICE_RECIPIENT)),
                site.complete(settings.get(Notices.DELAY_NOTICE_RECIPIENT)),
                site.complete(settings.get(Notices.DOUBLE_BOUNCE_NOTICE_RECIPIENT)),
                settings.get(Notices.DOUBLE_BOUNCE_SENDER) + "@" + site.hostname());
        Form form = new Form(
                settings.get(Notices.BOUNCE_SIZE_LIMIT),
                settings.get(Notices.SMTPUTF8_ENABLE),
                settings.get(Notices.ENABLE_THREADED_BOUNCES));
        Times times = new Times(
                settings.get(Notices.DELAY_WARNING_TIME),
                settings.get(Queue.MAXIMAL_QUEUE_LIFETIME),
                settings.get(Notices.CONFIRM_DELAY_CLEARED));
        VerpNotices verp = new VerpNotices(Verp.from(settings), settings.get(Notices.DISABLE_VERP_BOUNCES));
        return new NoticeSettings(site, postmaster, form, times, verp, templates(settings, form, times));
    }

    private static Map<Notice.Kind, Template> templates(Settings settings, Form form, Times times) {
        Map<String, Template> all = TemplateReader.builtIn(
                settings.get(Notices.HEADER_FROM_FORMAT).equals("standard")
                        ? "Mail Delivery System <MAILER-DAEMON>"
                        : "MAILER-DAEMON (Mail Delivery System)",
                line -> expanded(line, settings, form, times));
        String file = settings.get(Notices.BOUNCE_TEMPLATE_FILE);
        if (!file.isEmpty()) {
            try {
                all = TemplateReader.read(Path.of(file), all, line -> expanded(line, settings, form, times));
            } catch (SettingsException | InvalidPathException e) {
                throw new SettingsException(
                        "parameter " + Notices.BOUNCE_TEMPLATE_FILE.name() + ": " + e.getMessage(), e);
            }
        }
        return Map.of(
                Notice.Kind.FAILURE, all.get("failure_template"),
                Notice.Kind.DELAY, all.get("delay_template"),
                Notice.Kind.SUCCESS, all.get("success_template"));
    }

    private static String expanded(String line, Settings settings, Form form, Times times) {
        return Expansion.expand(line, name -> Optional.of(value(name, settings, form, times)));
    }

    private static String value(String name, Settings settings, Form form, Times times) {
        Matcher time = TIME.matcher(name);
        if (time.matches()) {
            ChronoUnit unit = UNITS.get(time.group(2));
            if (unit == null) {
                throw new IllegalArgumentException("unknown unit \"" + time.group(2) + "\" in $" + name
                        + ", not one of seconds, minutes, hours, days, weeks");
            }
            Duration value = name.startsWith("delay") ? times.delayWarning() : times.queueLifetime();
            return String.valueOf(value.toSeconds() / unit.getDuration().toSeconds());
        }
        if (settings.rows().row(name).isEmpty() && !settings.isSet(name)) {
            throw new IllegalArgumentException("unknown parameter $" + name);
        }
        boolean domain = name.equals("myhostname") || name.equals("mydomain");
        return domain && form.utf8() ? IDN.toUnicode(settings.expanded(name)) : settings.text(name);
    }
}
