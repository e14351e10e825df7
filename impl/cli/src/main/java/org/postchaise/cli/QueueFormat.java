/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postchaise.engine.event.Printable;

/** How a listing of the queue is printed. */
enum QueueFormat {
    /**
     * As postqueue -p with {@code enable_long_queue_ids = yes}; the first column is as wide as the longest ID needs. After the sender stands the
     * name of the mailer, where it has one.
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
                            + (mail.mailer().isEmpty() ? "" : " mailer=" + mail.mailer()));
            String said = "";
            for (QueueEntry.Recipient recipient : mail.recipients()) {
                if (!recipient.reason().equals(said)) {
                    said = recipient.reason();
                    String reason = said.isEmpty() ? "reason unavailable" : said;
                    line(lines, " ".repeat(Math.max(0, REASONS - reason.length())) + "(" + reason + ")");
                }
                line(lines, " ".repeat(width + BEFORE_SENDER) + recipient.address());
            }
            line(lines, "");
        }

        private void line(StringBuilder lines, String text) {
            lines.append(Printable.line(text)).append(System.lineSeparator());
        }
    },
    /** As postqueue -j: an object for each mail in a line of its own, ASCII only; with a member for the name of the mailer, where it has one. */
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
                    + (mail.mailer().isEmpty() ? "" : ", \"mailer\": " + Json.string(mail.mailer()))
                    + ", \"recipients\": "
                    + mail.recipients().stream().map(this::object).collect(Collectors.joining(", ", "[", "]}"));
        }

        private String object(QueueEntry.Recipient recipient) {
            String reason = recipient.reason();
            return "{\"address\": " + Json.string(recipient.address())
                    + (reason.isEmpty() ? "" : ", \"delay_reason\": " + Json.string(reason)) + "}";
        }
    };

    private static final int IDS = 17;

    /** The columns of size and time with the blanks around them. */
    private static final int BEFORE_SENDER = 30;

    private static final int REASONS = 76;

    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss", Locale.ROOT);

    /**
     * The listing.
     *
     * @param more stands at the end of the last line of a listing that is cut; otherwise empty
     */
    abstract String render(List<QueueEntry> mails, String more);

    /** As asctime(3), in the local time zone and without the year. */
    static String asctime(Instant time) {
        return ASCTIME.format(time.atZone(ZoneId.systemDefault()));
    }
}
