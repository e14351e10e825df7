/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Control of one application server by a test or the demonstration; implementations cover the differences between servers.
 *
 * <p>Every method has a time limit, and throws {@link ServerException} with the server's own message on failure.
 */
public interface ServerControl extends AutoCloseable {

    /** Starts the server and returns when the server is ready; queues and deployments of the last run are kept. */
    void start();

    /** Kills the server's process, as {@code kill -9} does. */
    void kill();

    /**
     * Adds a user of applications while the server runs.
     *
     * @param group the user's role
     */
    void addUser(String name, String password, String group);

    /** Deploys a resource adapter archive, and creates its pools and connection factories. */
    void deployAdapter(Path rar);

    /**
     * Adds a pool whose connections take part in transactions, {@link Pool#HELD} or {@link Pool#OUTBOX}.
     *
     * @param rar an adapter with the classes of the deployed one, for servers whose pools belong to an adapter
     * @param properties the properties of the connection factory
     */
    void addPool(Pool pool, Path rar, Map<String, String> properties);

    /** Adds the XA data source named in the test application's descriptors, unless the server has one. */
    void addDatabase();

    /** Adds the mail session named in the test application's descriptors, with the protocol {@code postchaise}. */
    void addMailSession();

    /**
     * Tries to add a connection factory with a bad configuration property, and removes it again.
     *
     * @param rar the adapter, under a name of its own
     * @return the messages for an operator
     */
    String setUpWith(Path rar, String property, String badValue);

    /**
     * Changes a configuration property of a connection factory while the server runs; empty where the server needs a reload for that.
     *
     * @param value the new value; empty: the property is removed
     * @return what an operator was told
     */
    Optional<String> change(Pool pool, String property, String value);

    /**
     * Tries to deploy a resource adapter with a bad configuration property, and removes it again.
     *
     * @param rar the adapter, under a name of its own
     * @return the messages for an operator
     */
    String deployAdapterWith(Path rar, String property, String badValue);

    /** Returns the configuration of the deployed adapter and its connection factory, as the management interface prints it. */
    String configuration();

    /** Replaces a deployed resource adapter archive while the server and its applications run. */
    void redeployAdapter(Path rar);

    /** Deploys an application. */
    void deploy(Path war);

    /**
     * Removes a deployed archive.
     *
     * @param name the file name of the archive
     */
    void undeploy(String name);

    /**
     * Enables traces for applications deployed from now on.
     *
     * @param endpoint the HTTP address of an OpenTelemetry collector
     */
    void sendTraces(String endpoint);

    /** Disables traces; applications that are already deployed may go on sending them. */
    void sendNoTraces();

    /** Returns the statistics of the pool behind a connection factory. */
    PoolStatistics pool(Pool pool);

    /** Closes all connections of the pool. */
    void flush(Pool pool);

    /** Returns the HTTP address of applications. */
    URI http();

    /** Returns the port of the management interface. */
    int managementPort();

    /** Returns the server's log, from its first start on. */
    String log();

    /** Ends the server's process, in order if possible; no-op when there is none. */
    @Override
    void close();

    /** Pool of the set-up. */
    enum Pool {
        /** Pool of the operators' set-up, behind {@code postchaise/MailConnectionFactory}. */
        MAIL,
        /**
         * Pool with {@code transaction_mode = hold}, which shares one connection within a transaction, whatever the request info says, behind
         * {@code postchaise/HeldFactory}.
         */
        HELD,
        /** Pool with {@code transaction_mode = outbox}, behind {@code postchaise/OutboxFactory}. */
        OUTBOX,
        /** Pool that logs in with the tokens of an administered object, behind {@code java:/postchaise/TokensFactory}; WildFly only. */
        TOKENS
    }
}
