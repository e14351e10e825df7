/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.postchaise.api.MailStatus;

/** Writes down who has a mail as the courier tells it, after its commits: time, mail and recipient, in a file that outlives the process. */
@ApplicationScoped
public class Settlements {
    /** The system property that names the file. */
    static final String FILE = "crash.settled";

    private final Path file = Path.of(System.getProperty(FILE));

    /** Called by the courier. */
    void settled(@Observes MailStatus status) {
        StringBuilder lines = new StringBuilder();
        String id = status.sender().substring(0, Math.max(0, status.sender().indexOf('@')));
        for (MailStatus.RecipientStatus one : status.recipients()) {
            if (one.state() == MailStatus.State.DELIVERED && !id.isEmpty()) {
                lines.append(System.currentTimeMillis() + " " + id + " "
                        + one.recipient().address() + "\n");
            }
        }
        try {
            Files.writeString(
                    file, lines, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
