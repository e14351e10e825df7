/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.view.ServerReply;
import tools.jackson.jr.ob.JSON;

/**
 * A sink that stores each mail as two files: {@code ID.eml} with the content octet for octet, and {@code ID.json} with the envelope. ID
 * is the queue id and a random number. The files get their names when they are complete and on disk, the content last.
 */
public final class EmlSink implements IntakeSink {
    private final Path directory;

    /**
     * Creates the sink, and its directory if that is missing.
     *
     * @throws IOException when the directory can't be used
     */
    public EmlSink(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public List<ServerReply> accept(AcceptedMessage message) {
        String name = name(message);
        Path envelope = directory.resolve("." + name + ".json");
        Path content = directory.resolve("." + name + ".eml");
        Path shownEnvelope = directory.resolve(name + ".json");
        boolean stored = false;
        try {
            String json = JSON.std.asString(envelope(message)) + "\n";
            write(envelope, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
            try (InputStream in = message.content().open()) {
                write(content, in);
            }
            Files.move(envelope, shownEnvelope, StandardCopyOption.ATOMIC_MOVE);
            Files.move(content, directory.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
            OnDisk.forceDirectory(directory);
            stored = true;
            return Replies.queued(message);
        } catch (IOException e) {
            return Replies.failed(message, e);
        } finally {
            if (!stored) {
                OnDisk.delete(envelope);
                OnDisk.delete(content);
                OnDisk.delete(shownEnvelope);
                OnDisk.delete(directory.resolve(name + ".eml"));
            }
        }
    }

    /** Returns a name that no other mail has: a queue id alone comes again after a while. */
    private static String name(AcceptedMessage message) {
        return message.queueId() + "-" + UUID.randomUUID();
    }

    private static void write(Path file, InputStream in) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    /** Returns the facts about a mail, as JSON members; members without a value are left out. */
    static Map<String, Object> envelope(AcceptedMessage message) {
        Envelope envelope = message.envelope();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", message.queueId());
        json.put("time", Instant.now().toString());
        json.put("client_name", message.session().client().name());
        json.put("client_address", message.session().client().address());
        json.put("helo_name", message.session().heloName().orElse(""));
        json.put("protocol", message.session().protocol());
        json.put("sender", envelope.sender());
        if (envelope.body() != Envelope.Body.UNSPECIFIED) {
            json.put("body", envelope.body() == Envelope.Body.SEVEN_BIT ? "7BIT" : "8BITMIME");
        }
        if (envelope.ret() != Envelope.Return.UNSPECIFIED) {
            json.put("ret", envelope.ret().name());
        }
        if (!envelope.envelopeId().isEmpty()) {
            json.put("envid", envelope.envelopeId());
        }
        if (envelope.smtpUtf8()) {
            json.put("smtputf8", true);
        }
        if (envelope.requireTls()) {
            json.put("requiretls", true);
        }
        json.put(
                "recipients",
                envelope.recipients().stream().map(EmlSink::recipient).toList());
        return json;
    }

    private static Map<String, Object> recipient(Recipient recipient) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("address", recipient.address());
        if (!recipient.originalRecipient().isEmpty()) {
            json.put("orcpt", recipient.originalRecipient());
        }
        if (!recipient.notifyOn().isEmpty()) {
            json.put(
                    "notify",
                    recipient.notifyOn().stream()
                            .map(one -> one.name().toUpperCase(Locale.ROOT))
                            .sorted()
                            .toList());
        }
        return json;
    }
}
