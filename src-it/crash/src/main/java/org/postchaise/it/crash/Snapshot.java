/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.api.Recipient;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxMail;
import org.postchaise.connector.outbox.OutboxSettings;

/** Content of a killed process's outbox, read from a copy. */
final class Snapshot {
    private static final Duration FOR_ALL_TO_BE_DUE = Duration.ofDays(30);

    private Snapshot() {}

    /** Returns the recipients that were not settled, each after its mail's id and a blank. */
    static Set<String> pending(Path outbox, Path copy) throws IOException {
        copy(outbox, copy);
        Set<String> pending = new HashSet<>();
        try (Outbox opened =
                Outbox.open(copy, OutboxSettings.DEFAULT, Clock.offset(Clock.systemUTC(), FOR_ALL_TO_BE_DUE))) {
            for (Optional<OutboxMail> mail = opened.next(); mail.isPresent(); mail = opened.next()) {
                String sender = mail.get().submission().envelope().sender();
                String id = sender.substring(0, sender.indexOf('@'));
                for (Recipient recipient : mail.get().pending()) {
                    pending.add(id + " " + recipient.address());
                }
            }
        }
        return pending;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            for (Path old : files(to)) {
                Files.delete(old);
            }
        }
        Files.createDirectories(to);
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.collect(Collectors.toList());
        }
    }
}
