/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.transaction.xa.XAResource;
import org.postchaise.connector.delivery.Outboxes;
import org.postchaise.connector.settings.AdapterProperties;
import org.postchaise.engine.client.delivery.ClientCheck;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.config.MasterCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.LineLog;

/**
 * The resource adapter: its lifecycle and its settings (Jakarta Connectors 2.1, sections 5.3 and 19.3).
 *
 * <p>The settings are the catalog's defaults, overridden by the main.cf file that {@link #setConfigFile} names, overridden by the
 * other configuration properties; connection factories inherit the result. The services of the master.cf file that {@link
 * #setMasterFile} names are additional transports. {@link #start} reads and checks the settings once: a later change of a file
 * takes effect at the next start.
 *
 * <p>Several instances in one server are normal (WildFly starts another instance for each {@code @ConnectionFactoryDefinition}), so
 * {@link #start} acquires no socket, lock or singleton. {@link #stop} closes the clients, and so ends the sessions, of all
 * connection factories that are associated with this adapter.
 */
@Connector(
        displayName = "Postchaise",
        description = "Pooled SMTP connections as managed resources.",
        vendorName = "Postchaise",
        eisType = "SMTP",
        version = "0.1",
        licenseDescription = "Apache License 2.0",
        reauthenticationSupport = false,
        transactionSupport = TransactionSupportLevel.XATransaction)
public class SmtpResourceAdapter extends AdapterProperties implements ResourceAdapter {
    private static final long serialVersionUID = 1L;

    private final transient Lifecycle lifecycle = new Lifecycle();

    /** The path of the main.cf file; empty: none. */
    private volatile String configFile = "";

    /** The path of the master.cf file; empty: none. */
    private volatile String masterFile = "";

    /** Creates an adapter that is not started. */
    public SmtpResourceAdapter() {}

    public String getConfigFile() {
        return configFile;
    }

    /** Sets the path of a main.cf file; empty: none. */
    @ConfigProperty(
            description =
                    "Path of a main.cf file, read when the adapter starts; properties win over its values. Default: none.")
    public void setConfigFile(String path) {
        configFile = path == null ? "" : path.strip();
    }

    public String getMasterFile() {
        return masterFile;
    }

    /** Sets the path of a master.cf file; empty: none. */
    @ConfigProperty(
            description =
                    "Path of a master.cf file, read when the adapter starts; its services with the command smtp or lmtp are transports. Default: none.")
    public void setMasterFile(String path) {
        masterFile = path == null ? "" : path.strip();
    }

    /**
     * Checks the settings, starts the adapter's parts and notifies its listeners.
     *
     * @throws ResourceAdapterInternalException for a malformed value or an unusable file; the message is one line that names the
     *     value or file
     */
    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        Settings settings = checked();
        settings.warnings().forEach(SmtpResourceAdapter::warn);
        try {
            lifecycle.start(Optional.ofNullable(context), settings);
        } catch (ResourceException e) {
            throw bad(e.getMessage());
        }
    }

    /** Returns an exception without stack trace. Containers log the trace, which is useless for a configuration error of the operator. */
    private static ResourceAdapterInternalException bad(String message) {
        ResourceAdapterInternalException bad = new ResourceAdapterInternalException(message);
        bad.setStackTrace(new StackTraceElement[0]);
        return bad;
    }

    /**
     * Registers {@code listener}, which is held weakly, for each start, and calls the listener at once if this adapter is started.
     *
     * @throws ResourceException thrown by the listener when called at once
     */
    public void whenStarted(AdapterListener listener) throws ResourceException {
        if (lifecycle.register(listener)) {
            listener.adapterStarted();
        }
    }

    /** Returns the settings after the checks that the clients of the connection factories will perform. */
    private Settings checked() throws ResourceAdapterInternalException {
        try {
            Settings settings = super.settings();
            ClientCheck.require(settings).forEach(SmtpResourceAdapter::warn);
            return settings;
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    /** Returns the settings of the last start, or, if not started, the settings that a start would read. */
    @Override
    public Settings settings() {
        return lifecycle.started().map(Lifecycle.Started::settings).orElseGet(super::settings);
    }

    @Override
    protected Settings inherited() {
        Settings settings = ofConfigFile();
        if (masterFile.isEmpty()) {
            return settings;
        }
        try {
            return settings.with(MasterCf.read(Path.of(masterFile).toAbsolutePath()));
        } catch (IllegalArgumentException e) {
            throw new SettingsException("masterFile " + e.getMessage(), e);
        }
    }

    private Settings ofConfigFile() {
        if (configFile.isEmpty()) {
            return Catalog.defaults();
        }
        try {
            return Inspection.of(
                            Catalog.defaults(), Optional.of(Path.of(configFile).toAbsolutePath()), Map.of())
                    .valid();
        } catch (IllegalArgumentException e) {
            throw new SettingsException("configFile " + e.getMessage(), e);
        }
    }

    /** Returns the configuration, which is part of the configuration of the adapter's connection factories. */
    @Override
    public Map<String, String> configuration() {
        Map<String, String> all = super.configuration();
        all.put("configFile", configFile);
        all.put("masterFile", masterFile);
        return all;
    }

    /** Does nothing: a change takes effect at the next start. */
    @Override
    protected void configurationChanged() {}

    private static void warn(String line) {
        LineLog.of(SmtpResourceAdapter.class.getName()).log(System.Logger.Level.WARNING, line);
    }

    @Override
    public void stop() {
        lifecycle.stop();
    }

    /**
     * Registers a client for {@link #stop} to close. The client is held weakly, since a container may drop a connection factory at
     * any time without notice.
     *
     * @param settings the client's settings, which management may examine
     * @throws IllegalStateException when this adapter was stopped; the client must not be used in that case
     */
    public void register(MailClient client, Settings settings) throws IllegalStateException {
        lifecycle.clients().add(client, settings);
    }

    /**
     * Returns the outboxes of this adapter's connection factories.
     *
     * @throws IllegalStateException when this adapter is not started
     */
    public Outboxes outboxes() throws IllegalStateException {
        return lifecycle
                .started()
                .map(Lifecycle.Started::outboxes)
                .orElseThrow(
                        () -> new IllegalStateException("the resource adapter is not started; no outbox can be used"));
    }

    /** Returns the listener that counts events for this adapter's TLS reports; a no-op listener if not started. */
    public EngineListener tlsReports() {
        return lifecycle
                .started()
                .<EngineListener>map(Lifecycle.Started::tlsReports)
                .orElse(EngineListener.NONE);
    }

    /** Returns the bootstrap context given by the container: work manager, timer and transaction registry. Empty if not started. */
    public Optional<BootstrapContext> bootstrapContext() {
        return lifecycle.started().flatMap(Lifecycle.Started::container);
    }

    /**
     * Refuses the activation: this adapter has no inbound communication.
     *
     * @throws NotSupportedException always
     */
    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        throw new NotSupportedException(
                "Postchaise does not receive mail yet: no message endpoint can be activated; only outbound connections"
                        + " are supported");
    }

    /** Does nothing: no endpoint was ever activated. */
    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {}

    /** Returns an empty array: there are no inbound transactions to recover. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    /** Returns a copy of the configured bean, which is not started. */
    private Object readResolve() {
        SmtpResourceAdapter copy = new SmtpResourceAdapter();
        copy.configFile = configFile;
        copy.masterFile = masterFile;
        values().forEach(copy::set);
        return copy;
    }
}
