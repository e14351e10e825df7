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

/** Observer that writes the courier's delivered recipients after each commit: time, mail and recipient, in a file that outlives the process. */
@ApplicationScoped
public class Settlements {
    /** System property with the name of the file. */
    static final String FILE = "crash.settled";

    private final Path file = Path.of(System.getProperty(FILE));

    /** Appends the delivered recipients of {@code status}; called by the courier. */
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
