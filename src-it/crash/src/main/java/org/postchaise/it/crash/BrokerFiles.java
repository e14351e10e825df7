/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;

/** Configuration of a broker that keeps all its files in one directory, and forces its journal. */
public final class BrokerFiles {
    private static final int JOURNAL_FILE = 1 << 20;
    private static final int BUFFER_NANOS = 100_000;

    private BrokerFiles() {}

    /** Returns the configuration, without acceptors and queues. */
    public static Configuration in(Path directory) throws Exception {
        return new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setCriticalAnalyzer(false)
                .setGracefulShutdownEnabled(false)
                .setMaxDiskUsage(-1)
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(JOURNAL_FILE)
                .setJournalBufferTimeout_NIO(BUFFER_NANOS)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString());
    }
}
