/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.DsnAction;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Envelope.Body;
import org.postchaise.api.Envelope.Return;
import org.postchaise.api.Failure;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.Postfix;
import org.postchaise.engine.bounce.RecipientReport.Action;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.catalog.Catalog;

/** The notices that Postfix's bounce(8) writes of the same mails: equal but for dates and names. */
class PostfixComparisonTest {
    private static final Pattern QUEUE_ID = Pattern.compile("X-Postfix-Queue-ID: (\\w+)");
    private static final String SETTINGS = """
            bounce_size_limit = 2000
            minimal_backoff_time = 1s
            maximal_backoff_time = 2s
            """;
    private static final String TEMPLATES = """
            # comment
            failure_template = <<END
            charset: us-ascii
            From: The Machine <machine>
            SUBJECT: It failed
            Postmaster-Subject: Copy: it failed


            $myhostname could not, after $maximal_queue_lifetime_seconds s = ${maximal_queue_lifetime_days}d. $$5

            \ttab $(mydomain) ${bounce_size_limit?{yes}:{no}}
            END
              # comment
            delay_template = <<EOF
            Subject: It is late

            Late by $delay_warning_time_seconds seconds, $delay_warning_time_minutes minutes.

            EOF
            success_template = <<EOF
            From: machine

            Done.
            EOF
            """;

    @TempDir
    Path folder;

    /** A mail and what becomes of it. */
    private record Sample(Envelope envelope, String content) {
        PostfixBounces.Submission submission() {
            List<String> parameters = new ArrayList<>();
            if (envelope.ret() != Return.UNSPECIFIED) {
                parameters.add("RET=" + envelope.ret());
            }
            if (!envelope.envelopeId().isEmpty()) {
                parameters.add("ENVID=" + envelope.envelopeId());
            }
            if (envelope.body() != Body.UNSPECIFIED) {
                parameters.add("BODY=" + (envelope.body() == Body.SEVEN_BIT ? "7BIT" : "8BITMIME"));
            }
            if (envelope.smtpUtf8()) {
                parameters.add("SMTPUTF8");
            }
            envelope.verp().ifPresent(asked -> parameters.add("XVERP" + (asked.isEmpty() ? "" : "=" + asked)));
            return new PostfixBounces.Submission(
                    envelope.sender(),
                    String.join(" ", parameters),
                    envelope.recipients().stream().map(Sample::recipient).toList(),
                    content);
        }

        private static String recipient(Recipient one) {
            String asked = one.notifyOn().stream().map(Notify::name).collect(Collectors.joining(","));
            return "<" + one.address() + ">" + (asked.isEmpty() ? "" : " NOTIFY=" + asked)
                    + (one.originalRecipient().isEmpty() ? "" : " ORCPT=" + one.originalRecipient());
        }
    }

    @Test
    void noticesAreThoseOfPostfix() throws Exception {
        compare(SETTINGS + """
                delay_warning_time = 1s
                maximal_queue_lifetime = 1d
                """, TEMPLATES.getBytes(StandardCharsets.UTF_8), samples());
    }

    @Test
    void noticesWithoutUtf8AndWithOldHeadersAreThoseOfPostfix() throws Exception {
        String other = """
                maximal_queue_lifetime = 0
                bounce_queue_lifetime = 0
                smtputf8_enable = no
                header_from_format = obsolete
                enable_threaded_bounces = yes
                myorigin = origin.test
                bounce_notice_recipient = watch@post.test
                """;
        String template = """
                failure_template = <<EOF
                Charset: utf-8
                From: Someone else <else@other.test>

                It failed at $myhostname.
                EOF
                success_template = <<EOF
                Charset: ISO-8859-1
                Subject: Es ist da

                gr\u00fcn
                EOF
                """;
        List<Sample> samples = new ArrayList<>(deferred());
        for (Body body : Body.values()) {
            for (Return ret : Return.values()) {
                samples.add(new Sample(
                        envelope("fail1@x.test", "good1@x.test;SUCCESS")
                                .withReturn(ret)
                                .withBody(body),
                        content("", 100)));
                samples.add(new Sample(
                        envelope("fail1@x.test", "good1@x.test;SUCCESS")
                                .withReturn(ret)
                                .withBody(body),
                        content(
                                "MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n",
                                100)));
            }
        }
        compare(SETTINGS + other, template.getBytes(StandardCharsets.ISO_8859_1), samples);
    }

    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (Return ret : Return.values()) {
            for (int size : new int[] {100, 5000}) {
                for (Body body : Body.values()) {
                    List<Envelope> envelopes = new ArrayList<>(List.of(
                            envelope("fail1@x.test"),
                            envelope(
                                    "fail1@x.test;FAILURE",
                                    "plain2@x.test",
                                    "fail3@x.test;NEVER",
                                    "fail4@x.test;DELAY,SUCCESS",
                                    "good5@x.test;SUCCESS,DELAY",
                                    "good6@x.test;FAILURE",
                                    "good7@final.test;SUCCESS")));
                    envelopes.add(envelopes.get(1).withSmtpUtf8());
                    envelopes.forEach(one -> samples.add(new Sample(
                            one.withReturn(ret).withBody(body).withEnvelopeId("Q+2BQ+3D1"), content("", size))));
                }
            }
        }
        samples.add(new Sample(
                envelope("fail-\u00fc@x.test", "good-\u00f6@b\u00fccher.test;SUCCESS", "fail1@x.test")
                        .withSmtpUtf8(),
                content("", 100)));
        samples.add(new Sample(
                envelope(
                        "\"fail a b\"@x.test",
                        "fail2@x.test;FAILURE;rfc822;+22a+20b+22@x.test",
                        "fail3@x.test;FAILURE;X400;a+2Bb"),
                content("X-Folded: a\r\n b\r\n\tc\r\n", 100)));
        samples.add(new Sample(
                envelope("fail1@x.test;FAILURE;utf-8;b\\x{FC}@x.test").withSmtpUtf8(), content("", 100)));
        for (String one : List.of("any@closed.test", "plain@final.test")) {
            samples.add(new Sample(envelope(one), content("", 0)));
        }
        samples.add(new Sample(Envelope.unchecked("", List.of(recipient("fail1@x.test"))), content("", 100)));
        samples.add(new Sample(
                Envelope.unchecked("", List.of(recipient("fail1@x.test"), recipient("good@x.test;SUCCESS"))),
                content("", 5000)));
        samples.add(new Sample(
                Envelope.unchecked("double-bounce@mail.example.test", List.of(recipient("fail1@x.test"))),
                content("", 100)));
        samples.addAll(deferred());
        return samples;
    }

    @Test
    void noticesOfVerpMailAreThoseOfPostfix() throws Exception {
        compareVerp("maximal_queue_lifetime = 0\n", verp("six@late.test", "seven@late.test;DELAY"));
    }

    @Test
    void delaysOfVerpMailAreThoseOfPostfix() throws Exception {
        compareVerp(
                "delay_warning_time = 1s\nmaximal_queue_lifetime = 1d\n",
                verp("six@late.test", "seven@late.test;DELAY", "eight@late.test;FAILURE"));
    }

    @Test
    void noticesOfVerpMailToTheSenderAloneAreThoseOfPostfix() throws Exception {
        compareVerp("maximal_queue_lifetime = 0\ndisable_verp_bounces = yes\n", verp());
    }

    private void compareVerp(String settings, List<Sample> samples) throws Exception {
        compare(SETTINGS + settings, TEMPLATES.getBytes(StandardCharsets.UTF_8), samples);
    }

    /** The destination refuses addresses with some words in them, which return paths have, too: what fails here does so by its domain. */
    private static List<Sample> verp(String... deferred) {
        List<Sample> samples = new ArrayList<>();
        for (String delimiters : List.of("", "-=")) {
            List<String> recipients = new ArrayList<>(List.of(
                    "one@closed.test",
                    "\"a b\"@closed.test",
                    "three@closed.test;NEVER",
                    "four@closed.test;FAILURE;rfc822;other@x.test",
                    "good5@x.test;SUCCESS"));
            recipients.addAll(List.of(deferred));
            Envelope envelope = envelope(recipients.toArray(String[]::new)).withEnvelopeId("Q1");
            samples.add(new Sample(envelope.withVerp(delimiters), content("", 100)));
            samples.add(new Sample(envelope.withReturn(Return.HDRS).withVerp(delimiters), content("", 100)));
        }
        samples.add(new Sample(
                Envelope.unchecked("double-bounce@mail.example.test", List.of(recipient("fail1@x.test")))
                        .withVerp(),
                content("", 100)));
        return samples;
    }

    private static List<Sample> deferred() {
        return List.of(
                new Sample(
                        envelope(
                                "defer1@x.test", "any@down.test;DELAY", "defer3@x.test;FAILURE", "defer4@x.test;NEVER"),
                        content("", 100)),
                new Sample(Envelope.unchecked("", List.of(recipient("defer@x.test"))), content("", 100)));
    }

    private void compare(String lines, byte[] templates, List<Sample> samples) throws Exception {
        Postfix postfix = PostfixBounces.in(folder);
        Path file = Files.write(folder.resolve("bounce.cf"), templates);
        String settings = lines + "bounce_template_file = " + file + "\n";
        Map<String, List<String>> theirs = new HashMap<>();
        Map<String, List<String>> ours = new HashMap<>();
        try (PostfixBounces server = new PostfixBounces(
                postfix, settings + "queue_run_delay = 1s\nsmtpd_authorized_verp_clients = 127.0.0.0/8\n")) {
            Bounces bounces = Bounces.of(Catalog.settings(MainCf.parse("main.cf", """
                    compatibility_level = 3.7
                    myhostname = mail.example.test
                    notify_classes = bounce, 2bounce, delay
                    """ + settings)));
            List<String> ids =
                    server.submit(samples.stream().map(Sample::submission).toList());
            for (int i = 0; i < ids.size(); i++) {
                ours.put(ids.get(i), notices(bounces, samples.get(i), ids.get(i), server.destination()));
            }
            int expected = ours.values().stream().mapToInt(List::size).sum();
            List<Destination.Mail> mails = server.await(all -> all.stream()
                            .filter(mail -> QUEUE_ID.matcher(mail.content()).find())
                            .count()
                    >= expected);
            for (Destination.Mail mail : mails) {
                Matcher id = QUEUE_ID.matcher(mail.content());
                if (id.find()) {
                    theirs.computeIfAbsent(id.group(1), one -> new ArrayList<>())
                            .add(sameReturnPath(
                                    mail.from() + " " + mail.to() + "\n" + NormalNotice.of(theirWay(mail.content()))));
                }
            }
        }
        report(samples, ours, theirs);
    }

    /** Postfix's notice goes to another address than its mail came from, where a recipient has quotes; they are part of it. */
    private static String sameReturnPath(String notice) {
        return notice.replaceAll("(\"sender.)\\\\\"a b\\\\\"=closed", "$1a b=closed");
    }

    /** Postfix gives the original address of a recipient the type rfc822 also where RFC 6533 has utf-8 for it. */
    private static String theirWay(String notice) {
        return notice.replaceAll(
                "(?m)^Original-Recipient: rfc822;(.*[^\\x00-\\x7f].*)$", "Original-Recipient: utf-8;$1");
    }

    private static void report(List<Sample> samples, Map<String, List<String>> ours, Map<String, List<String>> theirs) {
        int compared = 0;
        List<String> different = new ArrayList<>();
        for (Map.Entry<String, List<String>> one : ours.entrySet()) {
            List<String> expected = new ArrayList<>(theirs.getOrDefault(one.getKey(), List.of()));
            expected.sort(null);
            one.getValue().sort(null);
            compared += expected.size();
            for (int i = 0; i < Math.max(expected.size(), one.getValue().size()); i++) {
                String their = i < expected.size() ? expected.get(i) : "(none)";
                String our = i < one.getValue().size() ? one.getValue().get(i) : "(none)";
                if (!their.equals(our)) {
                    different.add(difference(their, our));
                }
            }
        }
        System.out.println("notices compared with Postfix's: " + compared + " of " + samples.size()
                + " mails, different: " + different.size());
        assertThat(different.stream().limit(3)).isEmpty();
        assertThat(theirs.keySet()).isSubsetOf(ours.keySet());
    }

    /** The lines that only one of them has. */
    private static String difference(String their, String our) {
        List<String> theirs = new ArrayList<>(their.lines().toList());
        List<String> ours = new ArrayList<>(our.lines().toList());
        our.lines().forEach(theirs::remove);
        their.lines().forEach(ours::remove);
        return "Postfix alone: " + theirs + "\nwe alone: " + ours + "\nall of Postfix: " + their;
    }

    /** What is told of a mail; with a lifetime of nothing what is deferred has expired. */
    private static List<String> notices(Bounces bounces, Sample sample, String id, Destination destination) {
        boolean expires = bounces.delayWarningTime().isEmpty();
        List<RecipientReport> reports = sample.envelope().recipients().stream()
                .map(recipient -> RecipientReport.of(outcome(recipient, destination)))
                .map(report -> expires && report.action() == Action.DELAYED ? report.expired() : report)
                .toList();
        return bounces.notices(mail(sample, id, reports), Instant.now()).stream()
                .map(PostfixComparisonTest::text)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static ReportedMail mail(Sample sample, String id, List<RecipientReport> reports) {
        return new ReportedMail(
                sample.envelope(),
                MessageSource.of(sample.content().getBytes(StandardCharsets.UTF_8)),
                id,
                Instant.now(),
                reports);
    }

    private static String text(Notice notice) {
        Envelope envelope = notice.envelope();
        try (InputStream in = notice.message().open()) {
            byte[] octets = in.readAllBytes();
            assertThat(notice.message().size()).hasValue(octets.length);
            String content = new String(octets, StandardCharsets.ISO_8859_1);
            assertThat(content.replace("\r\n", "")).doesNotContain("\r", "\n");
            return "<" + envelope.sender() + ">"
                    + (envelope.body() == Body.EIGHT_BIT_MIME ? " BODY=8BITMIME" : "")
                    + (envelope.smtpUtf8() ? " SMTPUTF8" : "")
                    + " [<" + envelope.recipients().get(0) + ">]\n"
                    + NormalNotice.of(content.replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecipientOutcome outcome(Recipient recipient, Destination destination) {
        if (recipient.domain().equals("closed.test")) {
            return RecipientOutcome.failed(recipient, Failure.local(EnhancedStatus.of("5.2.1"), "mailbox is closed"));
        }
        if (recipient.domain().equals("late.test")) {
            return RecipientOutcome.failed(recipient, Failure.local(EnhancedStatus.of("4.2.1"), "mailbox is busy"));
        }
        if (recipient.domain().equals("down.test")) {
            return RecipientOutcome.failed(
                    recipient,
                    Failure.local(EnhancedStatus.of("4.4.1"), "connect to 127.0.0.1[127.0.0.1]:1: Connection refused"));
        }
        Peer peer = new Peer("127.0.0.1", "127.0.0.1", destination.port());
        SmtpReply reply = Destination.replyTo(recipient.address());
        if (reply.positive()) {
            boolean last = recipient.domain().equals("final.test");
            return new RecipientOutcome.Delivered(recipient, reply, peer, last ? DsnAction.FINAL : DsnAction.RELAYED);
        }
        return RecipientOutcome.failed(
                recipient,
                new Failure(
                        Failure.Scope.RECIPIENT,
                        reply.permanentNegative() ? Failure.Severity.PERMANENT : Failure.Severity.TEMPORARY,
                        Stage.RCPT,
                        reply.enhancedStatus().orElse(EnhancedStatus.of("5.0.0")),
                        reply,
                        peer,
                        "host 127.0.0.1[127.0.0.1] said: " + reply + " (in reply to RCPT TO command)"));
    }

    private static Envelope envelope(String... recipients) {
        return Envelope.unchecked(
                "sender@sender.test",
                List.of(recipients).stream()
                        .map(PostfixComparisonTest::recipient)
                        .toList());
    }

    /** {@code address;NOTIFY;ORCPT}, the last two if there are. */
    private static Recipient recipient(String text) {
        String[] fields = text.split(";", 3);
        return new Recipient(
                fields[0],
                fields.length < 2
                        ? Set.of()
                        : List.of(fields[1].split(",", -1)).stream()
                                .map(Notify::valueOf)
                                .collect(Collectors.toSet()),
                fields.length < 3 ? "" : fields[2]);
    }

    private static String content(String headers, int size) {
        StringBuilder text = new StringBuilder(
                "From: sender@sender.test\r\nTo: x@x.test\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
                        + "Message-Id: <m1@sender.test>\r\nSubject: s\u00fc\u00df\r\n" + headers + "\r\n");
        for (int i = 0; i < size; i += 50) {
            text.append("A line of the body: \u00e4\u00f6\u00fc, some 50 octets long.\r\n");
        }
        return text.toString();
    }
}
