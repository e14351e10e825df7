/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.content.outgoing.ContentOptions;
import org.postchaise.engine.content.outgoing.ContentPlan;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.DotStuffingOutputStream;
import tools.jackson.jr.ob.JSON;

/**
 * The sink of the conformance suite's server: a file for each message, with the commands and the content by which Postfix's LMTP client would
 * send the message on. With VERP each recipient has a file of its own.
 */
final class AcceptedFiles implements IntakeSink {
    private static final int FINAL_DOT = ".\r\n".length();
    private static final List<Recipient.Notify> NOTIFY =
            List.of(Recipient.Notify.NEVER, Recipient.Notify.SUCCESS, Recipient.Notify.FAILURE, Recipient.Notify.DELAY);

    private final Path directory;
    private final Verp verp;
    private final ContentPlan plan;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Creates the sink.
     *
     * @param plan what Postfix's LMTP client does to content: it folds long lines
     */
    AcceptedFiles(Path directory, Verp verp, ContentPlan plan) {
        this.directory = directory;
        this.verp = verp;
        this.plan = plan;
    }

    @Override
    public List<ServerReply> accept(AcceptedMessage message) {
        try {
            String content = Base64.getEncoder().encodeToString(content(message));
            Envelope envelope = message.envelope();
            if (envelope.verp().isPresent()) {
                for (Recipient recipient : envelope.recipients()) {
                    String sender = verp.returnPath(verp.resolved(envelope), recipient, Instant.now());
                    write(envelope.withRecipients(List.of(recipient)).withSender(sender), content);
                }
            } else {
                write(envelope, content);
            }
            return List.of(ServerReply.of(250, "2.0.0", "Ok: queued as " + message.queueId()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] content(AcceptedMessage message) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DotStuffingOutputStream lines = new DotStuffingOutputStream(octets);
        try (InputStream in = plan.open(message.content().open(), ContentOptions.PLAIN)) {
            in.transferTo(lines);
        }
        lines.finish();
        lines.flush();
        return Arrays.copyOf(octets.toByteArray(), octets.size() - FINAL_DOT);
    }

    private void write(Envelope envelope, String content) throws IOException {
        String name = "%04d".formatted(count.incrementAndGet());
        Path temporary = directory.resolve(name + ".tmp");
        Files.writeString(
                temporary,
                JSON.std.asString(Map.of(
                        "mail_from",
                        envelope.sender(),
                        "mail_params",
                        parameters(envelope),
                        "recipients",
                        envelope.recipients().stream()
                                .map(AcceptedFiles::recipient)
                                .toList(),
                        "content_b64",
                        content)),
                StandardCharsets.UTF_8);
        Files.move(temporary, directory.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> parameters(Envelope envelope) {
        List<String> parameters = new ArrayList<>();
        if (envelope.body() != Envelope.Body.UNSPECIFIED) {
            parameters.add("BODY=" + (envelope.body() == Envelope.Body.SEVEN_BIT ? "7BIT" : "8BITMIME"));
        }
        if (envelope.ret() != Envelope.Return.UNSPECIFIED) {
            parameters.add("RET=" + envelope.ret());
        }
        if (!envelope.envelopeId().isEmpty()) {
            parameters.add("ENVID=" + envelope.envelopeId());
        }
        if (envelope.smtpUtf8()) {
            parameters.add("SMTPUTF8");
        }
        return parameters;
    }

    private static Map<String, Object> recipient(Recipient recipient) {
        List<String> parameters = new ArrayList<>();
        List<String> notify = NOTIFY.stream()
                .filter(recipient.notifyOn()::contains)
                .map(Recipient.Notify::name)
                .toList();
        if (!notify.isEmpty()) {
            parameters.add("NOTIFY=" + String.join(",", notify));
        }
        if (!recipient.originalRecipient().isEmpty()) {
            parameters.add("ORCPT=" + recipient.originalRecipient());
        }
        return Map.of("to", recipient.address(), "params", parameters);
    }
}
