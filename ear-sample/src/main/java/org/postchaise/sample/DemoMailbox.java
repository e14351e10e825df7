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
 * Mailbox of the demonstration: a loopback SMTP server inside this application, which can be made to refuse recipients. The server listens at the address in
 * the system property {@code postchaise.relayhost}, if that is {@code [127.0.0.1]:port} with a free port; otherwise on another free port.
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

    /** Reply of the mailbox to recipients. */
    enum Mode {
        /** Accepts all recipients. */
        ACCEPT("accepts every recipient", ""),
        /** Refuses with a temporary failure. */
        DEFER("refuses with 451", "451 4.3.0 Mailbox is told to refuse for now; try again later"),
        /** Refuses with a permanent failure. */
        REJECT("refuses with 550", "550 5.1.1 Mailbox is told that there is no such user");

        private final String words;
        private final String reply;

        Mode(String words, String reply) {
            this.words = words;
            this.reply = reply;
        }

        /**
         * Returns the mode that a form field names.
         *
         * @throws IllegalArgumentException when {@code name} is not a mode
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
     * Mode of the mailbox, and the recipients for it.
     *
     * @param match the text that refused addresses contain; empty: all addresses
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

    /** Listens on the configured port, or on a free one, at the start of the application. */
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

    /** Changes the mode of the mailbox. */
    void answer(Answer next) {
        mailbox.acceptAll();
        if (next.mode() != Mode.ACCEPT) {
            String match = next.match().toLowerCase(Locale.ROOT);
            mailbox.refuseRecipients(
                    address -> address.toLowerCase(Locale.ROOT).contains(match), next.mode().reply, Integer.MAX_VALUE);
        }
        answer = next;
    }

    /** Returns the mode of the mailbox. */
    Answer answer() {
        return answer;
    }

    /** Returns the mails in the mailbox, oldest first. */
    List<ReceivedMail> mails() {
        return mailbox.mails();
    }

    /** Returns the latest lines of SMTP dialogue. */
    List<String> dialogue() {
        return mailbox.dialogue();
    }

    /** Returns the address at which the mailbox listens. */
    String address() {
        return mailbox.nextHop();
    }

    /** Returns the reason why mail does not come to this mailbox; empty when it does. */
    String problem() {
        return problem;
    }
}
