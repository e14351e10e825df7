/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionException;
import org.postchaise.engine.content.ContentTooLargeException;
import org.postchaise.engine.content.SizeLimit;
import org.postchaise.engine.content.SpooledContent;
import org.postchaise.engine.log.LineLog;

/**
 * Creator of spooled content on its way to or from the broker. Octets that can't be written to the temporary file, as on a full disk, stay in memory, so that
 * delivery goes on.
 */
final class QueueContent {
    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    private QueueContent() {}

    /** Creates empty content. */
    static SpooledContent create() {
        return new SpooledContent(QueueContent::withoutFile);
    }

    private static void withoutFile(IOException cause) {
        LOG.log(Level.WARNING, "large mail is held in memory, there can be no temporary file: " + cause.getMessage());
    }

    /**
     * Returns a copy of {@code content}.
     *
     * @throws SubmissionException when the content is larger than the limit
     */
    static SpooledContent of(MessageSource content, SizeLimit limit) throws IOException {
        try (InputStream in = limit.on(content).open()) {
            return SpooledContent.of(in, QueueContent::withoutFile);
        } catch (ContentTooLargeException e) {
            throw new SubmissionException(e.getMessage(), e);
        }
    }

    /** Loads the classes for large content by using them once: an undeployed adapter takes classes along that were never used. */
    static void rehearse() {
        MessageSource large = MessageSource.of(new byte[SpooledContent.IN_MEMORY + 1]);
        try (SpooledContent content = of(large, new SizeLimit(Long.MAX_VALUE));
                SpooledContent appended = create();
                InputStream in = content.open()) {
            in.readNBytes(1);
            appended.append(new byte[1], 0, 1);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "large mail will be held in memory: " + e.getMessage());
        }
    }
}
