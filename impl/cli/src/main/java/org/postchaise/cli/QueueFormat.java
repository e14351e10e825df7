/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postchaise.engine.log.Printable;

/** Format of a queue listing. */
enum QueueFormat {
    /**
     * Text of {@code postqueue -p} with {@code enable_long_queue_ids = yes}; the first column is as wide as the longest ID. After the sender follow items
     * unknown to {@code postqueue}, if any: the mailer's name, the mail id known outside the queue and the part's number.
     */
    TEXT {
        @Override
        String render(List<QueueEntry> mails, String more) {
            if (mails.isEmpty()) {
                return "Mail queue is empty" + System.lineSeparator();
            }
            int width = Math.max(
                    IDS,
                    mails.stream()
                            .mapToInt(mail -> mail.marked().length())
                            .max()
                            .orElse(0));
            String dashes = "-".repeat((width - " Queue ID".length()) / 2);
            StringBuilder lines = new StringBuilder();
            line(
                    lines,
                    (dashes + "Queue ID" + "-".repeat(width)).substring(0, width)
                            + " --Size-- ---Arrival Time---- --Sender/Recipient------");
            mails.forEach(mail -> add(lines, mail, width));
            long octets = mails.stream().mapToLong(QueueEntry::size).sum();
            line(
                    lines,
                    "-- " + octets / 1024 + " Kbytes in " + mails.size()
                            + (mails.size() == 1 ? " Request" : " Requests") + more + ".");
            return lines.toString();
        }

        private void add(StringBuilder lines, QueueEntry mail, int width) {
            line(
                    lines,
                    String.format(
                                    "%-" + width + "s %8d %s %s",
                                    mail.marked(),
                                    mail.size(),
                                    asctime(mail.submitted()),
                                    mail.sender())
                            + origin(mail.origin()));
            if (mail.recipients().isEmpty() && !mail.dead().isEmpty()) {
                reason(lines, mail.dead());
            }
            String said = "";
            for (QueueEntry.Recipient recipient : mail.recipients()) {
                if (!recipient.reason().equals(said)) {
                    said = recipient.reason();
                    reason(lines, said.isEmpty() ? "reason unavailable" : said);
                }
                line(lines, " ".repeat(width + BEFORE_SENDER) + recipient.address());
            }
            line(lines, "");
        }

        private String origin(QueueEntry.Origin origin) {
            return (origin.mailer().isEmpty() ? "" : " mailer=" + origin.mailer())
                    + (origin.mail().isEmpty() ? "" : " mail=" + origin.mail())
                    + (origin.isPart() ? " part=" + origin.part() + "/" + origin.parts() : "");
        }

        private void reason(StringBuilder lines, String reason) {
            line(lines, " ".repeat(Math.max(0, REASONS - reason.length())) + "(" + reason + ")");
        }

        private void line(StringBuilder lines, String text) {
            lines.append(Printable.line(text)).append(System.lineSeparator());
        }
    },
    /**
     * JSON of {@code postqueue -j}: an object for each mail in a line of its own, ASCII only; with further members, if any, for the mailer's name, the mail id
     * known outside the queue, the part's number and the reason of a dead letter.
     */
    JSON {
        @Override
        String render(List<QueueEntry> mails, String more) {
            return mails.stream()
                    .map(mail -> object(mail) + System.lineSeparator())
                    .collect(Collectors.joining());
        }

        private String object(QueueEntry mail) {
            return "{\"queue_name\": " + Json.string(mail.queue())
                    + ", \"queue_id\": " + Json.string(mail.id())
                    + ", \"arrival_time\": " + mail.submitted().getEpochSecond()
                    + ", \"message_size\": " + mail.size()
                    + ", \"forced_expire\": " + mail.expires()
                    + ", \"sender\": " + Json.string(mail.sender())
                    + origin(mail.origin())
                    + text("reason", mail.dead())
                    + ", \"recipients\": "
                    + mail.recipients().stream().map(this::object).collect(Collectors.joining(", ", "[", "]}"));
        }

        private String origin(QueueEntry.Origin origin) {
            return text("mailer", origin.mailer())
                    + text("mail", origin.mail())
                    + (origin.isPart() ? ", \"part\": " + origin.part() + ", \"parts\": " + origin.parts() : "");
        }

        private String text(String name, String value) {
            return value.isEmpty() ? "" : ", \"" + name + "\": " + Json.string(value);
        }

        private String object(QueueEntry.Recipient recipient) {
            String reason = recipient.reason();
            return "{\"address\": " + Json.string(recipient.address())
                    + (reason.isEmpty() ? "" : ", \"delay_reason\": " + Json.string(reason)) + "}";
        }
    };

    private static final int IDS = 17;

    /** Width of the columns of size and time with the blanks around them. */
    private static final int BEFORE_SENDER = 30;

    private static final int REASONS = 76;

    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss", Locale.ROOT);

    /**
     * Returns the listing.
     *
     * @param more the text at the end of the last line of a listing that is cut; otherwise empty
     */
    abstract String render(List<QueueEntry> mails, String more);

    /** Returns {@code time} as asctime(3) does, in the local time zone and without the year. */
    static String asctime(Instant time) {
        return ASCTIME.format(time.atZone(ZoneId.systemDefault()));
    }
}
