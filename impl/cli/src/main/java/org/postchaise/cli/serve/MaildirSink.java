/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.postchaise.api.Recipient;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.view.ServerReply;

/**
 * A sink that delivers all mail into one Maildir, with Return-Path and Delivered-To before the content, as local(8) does. A mail is on
 * disk before it appears in {@code new}.
 */
public final class MaildirSink implements IntakeSink {
    private final Path directory;
    private final String host;
    private final AtomicLong count = new AtomicLong();

    /**
     * Creates the sink, and the directories that are missing.
     *
     * @param host the host name in the names of files ({@code myhostname})
     * @throws IOException when the directory can't be used
     */
    public MaildirSink(Path directory, String host) throws IOException {
        this.directory = directory;
        this.host = host.replace('/', '_').replace(':', '_');
        for (String part : List.of("tmp", "new", "cur")) {
            Files.createDirectories(directory.resolve(part));
        }
    }

    @Override
    public List<ServerReply> accept(AcceptedMessage message) {
        Instant now = Instant.now();
        String name = now.getEpochSecond() + ".M" + now.getNano() / 1000 + "P"
                + ProcessHandle.current().pid() + "Q" + count.incrementAndGet() + "." + host;
        Path file = directory.resolve("tmp").resolve(name);
        boolean stored = false;
        try {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
                    InputStream in = message.content().open()) {
                out.write(trace(message).getBytes(StandardCharsets.UTF_8));
                LineFeeds.copy(in, out);
                out.flush();
                channel.force(true);
            }
            Path delivered = directory.resolve("new");
            Files.move(file, delivered.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            stored = true;
            OnDisk.forceDirectory(delivered);
            return Replies.queued(message);
        } catch (IOException e) {
            return Replies.failed(message, e);
        } finally {
            if (!stored) {
                OnDisk.delete(file);
            }
        }
    }

    private static String trace(AcceptedMessage message) {
        StringBuilder trace =
                new StringBuilder("Return-Path: <" + message.envelope().sender() + ">\n");
        for (Recipient recipient : message.envelope().recipients()) {
            trace.append("Delivered-To: ").append(recipient.address()).append('\n');
        }
        return trace.toString();
    }
}
