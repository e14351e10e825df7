/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/**
 * The mailbox that the demonstration delivers to: a loopback SMTP server inside this application, which can be made to
 * refuse. It listens where the system property {@code postchaise.relayhost} leads, when that is {@code [127.0.0.1]:port} and nobody
 * else listens there.
 */
@ApplicationScoped
public class DemoMailbox {
    static final String RELAYHOST = "postchaise.relayhost";

    private static final Pattern LOOPBACK = Pattern.compile("\\[127\\.0\\.0\\.1]:(\\d{1,5})");

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;

    private MockMailbox mailbox;
    private String problem = "";
    private volatile Answer answer = new Answer(Mode.ACCEPT, "");

    /** What the mailbox does with recipients. */
    enum Mode {
        /** Takes all. */
        ACCEPT("accepts every recipient", ""),
        /** Refuses for now. */
        DEFER("refuses with 451", "451 4.3.0 Mailbox is told to refuse for now; try again later"),
        /** Refuses for good. */
        REJECT("refuses with 550", "550 5.1.1 Mailbox is told that there is no such user");

        private final String words;
        private final String reply;

        Mode(String words, String reply) {
            this.words = words;
            this.reply = reply;
        }

        /**
         * The mode that a form field names.
         *
         * @throws IllegalArgumentException when it names none
         */
        static Mode of(String name) {
            for (Mode mode : values()) {
                if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("answer \"" + name + "\" is unknown; expected accept, defer or reject");
        }
    }

    /**
     * What the mailbox does, with which recipients.
     *
     * @param match text that the refused addresses contain; empty: all
     */
    record Answer(Mode mode, String match) {
        @Override
        public String toString() {
            return mode.words
                    + (mode == Mode.ACCEPT
                            ? ""
                            : match.isEmpty() ? " (all recipients)" : " (addresses that contain \"" + match + "\")");
        }
    }

    /** When the application starts: listens on the configured port, or on a free one. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object applicationStarted) {
        String relayhost = System.getProperty(RELAYHOST, "");
        Matcher loopback = LOOPBACK.matcher(relayhost);
        String reason = "";
        if (loopback.matches()) {
            try {
                mailbox = MockMailbox.start(Integer.parseInt(loopback.group(1)), threads);
                return;
            } catch (UncheckedIOException | IllegalArgumentException e) {
                reason = ", where it can't listen: " + e.getMessage();
            }
        }
        mailbox = MockMailbox.start(0, threads);
        problem = (relayhost.isEmpty()
                        ? "The system property " + RELAYHOST + " is not set"
                        : "The system property " + RELAYHOST + " is \"" + relayhost + "\"" + reason)
                + ". So mail does not come to the mailbox on this page. Start the server with -D" + RELAYHOST
                + "=[127.0.0.1]:port with a free port.";
    }

    /** Closes all connections. */
    @PreDestroy
    void stop() {
        if (mailbox != null) {
            mailbox.close();
        }
    }

    /** Changes what the mailbox does. */
    void answer(Answer next) {
        mailbox.acceptAll();
        if (next.mode() != Mode.ACCEPT) {
            String match = next.match().toLowerCase(Locale.ROOT);
            mailbox.refuseRecipients(
                    address -> address.toLowerCase(Locale.ROOT).contains(match), next.mode().reply, Integer.MAX_VALUE);
        }
        answer = next;
    }

    /** What the mailbox does. */
    Answer answer() {
        return answer;
    }

    /** What is in the mailbox, oldest first. */
    List<ReceivedMail> mails() {
        return mailbox.mails();
    }

    /** The latest SMTP lines. */
    List<String> dialogue() {
        return mailbox.dialogue();
    }

    /** Where the mailbox listens. */
    String address() {
        return mailbox.nextHop();
    }

    /** Why mail does not come here; empty when it does. */
    String problem() {
        return problem;
    }
}
