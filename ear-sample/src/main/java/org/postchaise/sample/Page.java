/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.testkit.ReceivedMail;

/** Renderer of the page as HTML. All text except this class's own markup passes {@link #esc}. */
final class Page {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final int DIALOGUE_LINES = 60;
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,">
            <title>Postchaise sample</title>
            <style>
            :root { color-scheme: light dark; --line: #8884; --soft: #8881; }
            * { box-sizing: border-box; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 0 auto; padding: 0 1rem 3rem; }
            h1 { margin: 1.2rem 0 0; font-size: 1.7rem; } h2 { margin: 2rem 0 .6rem; font-size: 1.2rem; }
            p.lead { margin: .2rem 0 1rem; opacity: .8; }
            section { border-top: 1px solid var(--line); }
            label { display: block; margin: .5rem 0; } label.check { display: flex; gap: .5rem; }
            input[type=text], textarea { width: 100%; padding: .45rem .6rem; font: inherit; border: 1px solid var(--line); border-radius: .4rem; }
            textarea { min-height: 7rem; }
            button { font: inherit; padding: .45rem 1rem; border: 1px solid var(--line); border-radius: .4rem; cursor: pointer; }
            button.main { background: #1b5fa8; color: #fff; border-color: #1b5fa8; }
            .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; } .row input[type=text] { width: 16rem; }
            .notice { padding: .6rem .9rem; border-radius: .4rem; margin: 1rem 0; overflow-wrap: anywhere; }
            .notice.good { background: #1d7a3a22; border-left: 4px solid #1d7a3a; }
            .notice.error { background: #b3261e22; border-left: 4px solid #b3261e; }
            table { width: 100%; border-collapse: collapse; } th { text-align: left; font-size: .85rem; opacity: .75; }
            th, td { padding: .4rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
            .state { display: inline-block; padding: 0 .5rem; border-radius: 1rem; font-size: .85rem; color: #fff; white-space: nowrap; }
            .queued { background: #5c6670; } .delivered { background: #1d7a3a; } .deferred { background: #9a5b00; } .failed { background: #b3261e; }
            .small { font-size: .85rem; opacity: .8; }
            pre { background: var(--soft); padding: .8rem; border-radius: .4rem; overflow: auto; max-height: 28rem; font-size: .85rem; }
            pre.source { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }
            form { margin-bottom: 1.2rem; } td:nth-child(2) { min-width: 12rem; }
            @media (max-width: 40rem) {
              thead { display: none; } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
              td { display: block; border: 0; padding: .15rem 0; } .row input[type=text] { width: 100%; }
            }
            </style><script src="live.js" defer></script></head><body>
            """;

    private final List<MailStatus> mails;
    private final DemoMailbox mailbox;
    private final StringBuilder out = new StringBuilder(HEAD);

    Page(List<MailStatus> mails, DemoMailbox mailbox) {
        this.mails = mails;
        this.mailbox = mailbox;
    }

    /**
     * Line at the top of the page.
     *
     * @param kind good or error; empty for none
     */
    record Notice(String kind, String text) {
        static final Notice NONE = new Notice("", "");
    }

    String html(Notice notice, SendForm form) {
        out.append("""
                <h1>Postchaise</h1>
                <p class="lead">Mail sent in a transaction, queued in JMS, delivered over SMTP by a resource adapter.
                <a href="queue.html">The queue</a>, for operators.</p>
                """);
        notice(notice);
        notice(new Notice(mailbox.problem().isEmpty() ? "" : "error", mailbox.problem()));
        form(form);
        sent();
        mailbox();
        dialogue();
        return out.append("</body></html>\n").toString();
    }

    /** Returns a page with a received mail's source. */
    static String source(ReceivedMail mail) {
        return HEAD + "<h1>" + esc(titleOf(mail)) + "</h1>\n<p class=\"lead\">From &lt;" + esc(mail.sender())
                + "&gt; to "
                + esc(String.join(", ", mail.recipients())) + ", " + mail.content().length + " octets, received "
                + TIME.format(mail.received()) + "</p>\n<p><a href=\"./#mailbox\">Back to the mailbox</a></p>\n"
                + "<pre class=\"source\">" + esc(MailSource.text(mail.content())) + "</pre></body></html>\n";
    }

    private void notice(Notice notice) {
        if (!notice.kind().isEmpty()) {
            out.append("<p class=\"notice ")
                    .append(notice.kind())
                    .append("\" role=\"status\">")
                    .append(esc(notice.text()))
                    .append("</p>\n");
        }
    }

    private void form(SendForm form) {
        out.append("<section><h2>Send a mail</h2>\n<form method=\"post\" action=\"send\">\n");
        input("From", "from", form.from());
        input("To (several: separated by commas)", "to", form.to());
        input("Subject", "subject", form.subject());
        // a parser drops the first line break of a text area
        out.append("<label>Text<textarea name=\"text\">\n")
                .append(esc(form.text()))
                .append(
                        "</textarea></label>\n<label class=\"check\"><input type=\"checkbox\" name=\"rollback\" value=\"on\"")
                .append(form.rollsBack() ? " checked" : "")
                .append("> roll the transaction back instead of committing it</label>\n")
                .append("<button class=\"main\">Send</button>\n</form></section>\n");
    }

    private void input(String label, String name, String value) {
        out.append("<label>")
                .append(label)
                .append("<input type=\"text\" name=\"")
                .append(name)
                .append("\" value=\"")
                .append(esc(value))
                .append("\"></label>\n");
    }

    private void sent() {
        out.append("<section id=\"sent\"><h2>Sent from here</h2>\n<div class=\"live\" id=\"live-sent\">")
                .append("<p class=\"small\">As of ")
                .append(TIME.format(Instant.now()))
                .append(". <a href=\"./#sent\">Refresh</a></p>\n");
        if (mails.isEmpty()) {
            out.append("<p>Nothing yet. Send a mail above.</p></div></section>\n");
            return;
        }
        out.append(
                        "<table><thead><tr><th>Mail</th><th>Recipient</th><th>State</th><th>Reply or reason</th></tr></thead>")
                .append("<tbody>\n");
        mails.forEach(this::sent);
        out.append("</tbody></table></div></section>\n");
    }

    private void sent(MailStatus mail) {
        boolean first = true;
        for (RecipientStatus recipient : mail.recipients()) {
            String state = recipient.state().name().toLowerCase(Locale.ROOT);
            out.append("<tr><td>");
            if (first) {
                out.append("<strong>")
                        .append(esc(mail.subject().isEmpty() ? "(no subject)" : mail.subject()))
                        .append("</strong><br><span class=\"small\">")
                        .append(TIME.format(mail.submitted()))
                        .append(", ")
                        .append(mail.attempts())
                        .append(mail.attempts() == 1 ? " attempt" : " attempts")
                        .append("<br>")
                        .append(esc(mail.mailId()))
                        .append("</span>");
            }
            out.append("</td><td>")
                    .append(esc(recipient.recipient().address()))
                    .append("</td><td><span class=\"state ")
                    .append(state)
                    .append("\">")
                    .append(state)
                    .append("</span></td><td>")
                    .append(esc(recipient.text()));
            if (recipient.state() == MailStatus.State.DEFERRED) {
                mail.next()
                        .ifPresent(next -> out.append("<br><span class=\"small\">next try ")
                                .append(TIME.format(next))
                                .append("</span>"));
            }
            out.append("</td></tr>\n");
            first = false;
        }
    }

    private void mailbox() {
        DemoMailbox.Answer answer = mailbox.answer();
        out.append("<section id=\"mailbox\"><h2>Demo mailbox</h2>\n<p>An SMTP server on ")
                .append(esc(mailbox.address()))
                .append(" that now <strong>")
                .append(esc(answer.toString()))
                .append("</strong>.</p>\n")
                .append("<form method=\"post\" action=\"mailbox\" class=\"row\">")
                .append("<button name=\"answer\" value=\"accept\">Accept all</button>")
                .append("<button name=\"answer\" value=\"defer\">Refuse with 451</button>")
                .append("<button name=\"answer\" value=\"reject\">Refuse with 550</button>")
                .append("<label>only addresses with <input type=\"text\" name=\"match\" placeholder=\"all\" value=\"")
                .append(esc(answer.match()))
                .append("\"></label></form>\n<div class=\"live\" id=\"live-mailbox\">");
        List<ReceivedMail> received = mailbox.mails();
        if (received.isEmpty()) {
            out.append("<p>It is empty.</p></div></section>\n");
            return;
        }
        out.append("<table><thead><tr><th>Received</th><th>Sender</th><th>Recipients</th><th>Subject</th></tr></thead>")
                .append("<tbody>\n");
        for (int n = received.size() - 1; n >= Math.max(0, received.size() - MailLog.LIMIT); n--) {
            ReceivedMail mail = received.get(n);
            out.append("<tr><td>")
                    .append(TIME.format(mail.received()))
                    .append("</td><td>")
                    .append(esc(mail.sender().isEmpty() ? "<>" : mail.sender()))
                    .append("</td><td>")
                    .append(esc(String.join(", ", mail.recipients())))
                    .append("</td><td><a href=\"mail?n=")
                    .append(n)
                    .append("\">")
                    .append(esc(titleOf(mail)))
                    .append("</a></td></tr>\n");
        }
        out.append("</tbody></table></div></section>\n");
    }

    private void dialogue() {
        List<String> lines = mailbox.dialogue();
        out.append("<section><h2>Latest SMTP dialogue</h2>\n<pre class=\"live\" id=\"live-dialogue\">");
        lines.subList(Math.max(0, lines.size() - DIALOGUE_LINES), lines.size())
                .forEach(line -> out.append(esc(line)).append('\n'));
        out.append(lines.isEmpty() ? "Nothing yet." : "").append("</pre></section>\n");
    }

    private static String titleOf(ReceivedMail mail) {
        String subject = MailSource.subject(mail.content());
        return subject.isEmpty() ? "(no subject)" : subject;
    }

    /** Returns {@code text} escaped for use between tags and in attribute values. */
    static String esc(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < ' ' && c != '\n' && c != '\t' && c != '\r' ? '\ufffd' : c);
            }
        }
        return safe.toString();
    }
}
