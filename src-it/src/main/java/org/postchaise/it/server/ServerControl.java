/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * One application server under control of a test or the demo: what differs between servers.
 *
 * <p>Every method has a time limit, and throws {@link ServerException} with the server's own words when it can't be done.
 */
public interface ServerControl extends AutoCloseable {

    /** Starts the server and returns when it is ready; its queues and deployments are those of the last run. */
    void start();

    /** Kills the server's process, as {@code kill -9} does. */
    void kill();

    /**
     * Adds a user of applications while the server runs.
     *
     * @param group the role that the user has
     */
    void addUser(String name, String password, String group);

    /** Deploys a resource adapter archive, and makes the pools and connection factories that belong to it. */
    void deployAdapter(Path rar);

    /**
     * Makes a pool whose connections take part in transactions, {@link Pool#HELD} or {@link Pool#OUTBOX}.
     *
     * @param rar an adapter with the classes of the deployed one, for servers where a pool comes with its adapter
     * @param properties of the connection factory
     */
    void addPool(Pool pool, Path rar, Map<String, String> properties);

    /** Makes the data source for XA transactions that the test application's descriptors name, where the server has none. */
    void addDatabase();

    /** Makes the mail session that the test application's descriptors name, with the protocol {@code postchaise}. */
    void addMailSession();

    /**
     * Tries to set up a connection factory with a configuration property that is wrong, and takes it away again.
     *
     * @param rar the adapter, under a name of its own
     * @return what an operator was told
     */
    String setUpWith(Path rar, String property, String badValue);

    /**
     * Tries to deploy a resource adapter with a configuration property that is wrong, and takes it away again.
     *
     * @param rar the adapter, under a name of its own
     * @return what an operator was told
     */
    String deployAdapterWith(Path rar, String property, String badValue);

    /** What the management interface says of the configuration of the deployed adapter and its connection factory. */
    String configuration();

    /** Replaces a deployed resource adapter archive while the server and its applications run. */
    void redeployAdapter(Path rar);

    /** Deploys an application. */
    void deploy(Path war);

    /**
     * Removes a deployed archive.
     *
     * @param name its file name
     */
    void undeploy(String name);

    /**
     * Has applications that are deployed from now on send traces.
     *
     * @param endpoint of a collector of OpenTelemetry, by HTTP
     */
    void sendTraces(String endpoint);

    /** Ends that; applications that are deployed already may go on. */
    void sendNoTraces();

    /** What the pool behind a connection factory says of itself. */
    PoolStatistics pool(Pool pool);

    /** Has the pool close all its connections. */
    void flush(Pool pool);

    /** Where applications answer. */
    URI http();

    /** The port of the management interface. */
    int managementPort();

    /** The server's log, from its first start on. */
    String log();

    /** Ends the server's process, orderly if it can be; does nothing when there is none. */
    @Override
    void close();

    /** The pools of the set-up. */
    enum Pool {
        /** The operators' set-up, behind {@code postchaise/MailConnectionFactory}. */
        MAIL,
        /** A pool with {@code transaction_mode = hold}, which shares one connection within a transaction, whatever the request
         * info says, behind {@code postchaise/HeldFactory}. */
        HELD,
        /** A pool with {@code transaction_mode = outbox}, behind {@code postchaise/OutboxFactory}. */
        OUTBOX,
        /** Logs in with the tokens of an administered object, behind {@code java:/postchaise/TokensFactory}; WildFly only. */
        TOKENS
    }
}
