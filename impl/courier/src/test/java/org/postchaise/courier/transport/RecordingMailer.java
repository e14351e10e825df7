/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.Envelope;
import org.postchaise.api.Mail;
import org.postchaise.api.Mailer;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.SubmissionOptions;

/** Keeps what it is to queue; ids are ID1, ID2, ... */
final class RecordingMailer implements Mailer {
    private final List<Envelope> envelopes = new ArrayList<>();
    private final List<SubmissionOptions> options = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();
    private Optional<SubmissionException> failure = Optional.empty();

    void failWith(String message) {
        failure = Optional.of(new SubmissionException(message));
    }

    /** This one, whatever it is called. */
    RecordingMailer named(String name) {
        names.add(name);
        return this;
    }

    /** By which names it was asked for. */
    List<String> names() {
        return names;
    }

    /** What was asked of the queue for the one mail. */
    SubmissionOptions options() {
        envelope();
        return options.get(0);
    }

    List<Envelope> envelopes() {
        return envelopes;
    }

    /** The one mail's envelope. */
    Envelope envelope() {
        if (envelopes.size() != 1) {
            throw new AssertionError(envelopes.size() + " mails were queued: " + envelopes);
        }
        return envelopes.get(0);
    }

    /** The one mail's content, an octet a character. */
    String content() {
        envelope();
        return contents.get(0);
    }

    @Override
    public String send(Mail mail, SubmissionOptions options) {
        throw new AssertionError("not by a transport");
    }

    @Override
    public String send(Envelope envelope, MessageSource message, SubmissionOptions asked) {
        if (failure.isPresent()) {
            throw failure.get();
        }
        try (InputStream in = message.open()) {
            contents.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new SubmissionException("mail not queued, its content can't be read: " + e.getMessage(), e);
        }
        envelopes.add(envelope);
        options.add(asked);
        return "ID" + envelopes.size();
    }
}
