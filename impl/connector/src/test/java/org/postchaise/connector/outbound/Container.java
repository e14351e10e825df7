/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.file.Path;
import java.util.List;
import org.jboss.jca.common.api.metadata.common.FlushStrategy;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.AbstractConnectionManager;
import org.jboss.jca.core.connectionmanager.ConnectionManager;
import org.jboss.jca.core.connectionmanager.ConnectionManagerFactory;
import org.jboss.jca.core.connectionmanager.ccm.CachedConnectionManagerImpl;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolFactory;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.jboss.jca.core.tx.jbossts.TransactionIntegrationImpl;
import org.postchaise.api.MailConnectionFactory;

/** WildFly's pools (IronJacamar) and its transaction manager (Narayana), without a server; one for all tests. */
final class Container {
    private static final String POOL =
            "org.jboss.jca.core.connectionmanager.pool.mcp." + "SemaphoreConcurrentLinkedDequeManagedConnectionPool";
    private static final TransactionManager TRANSACTIONS = narayana();
    private static final TransactionSynchronizationRegistry REGISTRY = new TransactionSynchronizationRegistryImple();
    private static final TransactionIntegrationImpl INTEGRATION =
            new TransactionIntegrationImpl(TRANSACTIONS, REGISTRY, null, null, null);
    private static final CachedConnectionManagerImpl CACHED = new CachedConnectionManagerImpl(INTEGRATION);

    private Container() {}

    private static TransactionManager narayana() {
        // not a directory of one test class: the log outlives it
        String directory = Path.of("target", "narayana").toAbsolutePath().toString();
        BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class).setObjectStoreDir(directory);
        for (String name : List.of("communicationStore", "stateStore")) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
                    .setObjectStoreDir(directory);
        }
        try {
            arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("1");
        } catch (CoreEnvironmentBeanException e) {
            throw new IllegalStateException(e);
        }
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    static TransactionManager transactions() {
        return TRANSACTIONS;
    }

    static TransactionSynchronizationRegistry registry() {
        return REGISTRY;
    }

    /** As they are by default: when it is exhausted it takes an idle connection from its handle. */
    static Pool pool(PoolStrategy strategy, SmtpManagedConnectionFactory managed, PoolConfiguration configuration) {
        return pool(strategy, managed, configuration, true);
    }

    /** One whose connections are not shared. */
    static Pool unshared(PoolStrategy strategy, SmtpManagedConnectionFactory managed, PoolConfiguration configuration) {
        return pool(strategy, managed, configuration, false);
    }

    private static Pool pool(
            PoolStrategy strategy,
            SmtpManagedConnectionFactory managed,
            PoolConfiguration configuration,
            boolean sharable) {
        Pool made = new PoolFactory().create(strategy, managed, configuration, false, sharable, POOL);
        made.setName("postchaise");
        made.getStatistics().setEnabled(true);
        return made;
    }

    /** A factory of pooled connections that take part in no transaction. */
    static MailConnectionFactory factory(SmtpManagedConnectionFactory managed, Pool pool) throws ResourceException {
        return named(
                managed,
                new ConnectionManagerFactory()
                        .createNonTransactional(
                                TransactionSupportLevel.NoTransaction,
                                pool,
                                null,
                                null,
                                true,
                                CACHED,
                                true,
                                true,
                                false,
                                null,
                                FlushStrategy.FAILING_CONNECTION_ONLY,
                                null,
                                null));
    }

    /**
     * A factory of pooled connections that take part in transactions as the properties of {@code managed} say, from their first
     * use on, as is WildFly's default.
     */
    static MailConnectionFactory transacted(SmtpManagedConnectionFactory managed, Pool pool) throws ResourceException {
        return transacted(managed, pool, true);
    }

    /** The same, from their allocation on: WildFly's {@code enlistment} is off. */
    static MailConnectionFactory enlistedAtOnce(SmtpManagedConnectionFactory managed, Pool pool)
            throws ResourceException {
        return transacted(managed, pool, false);
    }

    private static MailConnectionFactory transacted(
            SmtpManagedConnectionFactory managed, Pool pool, boolean lazyEnlistment) throws ResourceException {
        return named(
                managed,
                new ConnectionManagerFactory()
                        .createTransactional(
                                managed.getTransactionSupport(),
                                pool,
                                null,
                                null,
                                true,
                                CACHED,
                                true,
                                lazyEnlistment,
                                false,
                                null,
                                null,
                                FlushStrategy.FAILING_CONNECTION_ONLY,
                                null,
                                null,
                                INTEGRATION,
                                false,
                                null,
                                false,
                                true,
                                false));
    }

    private static MailConnectionFactory named(SmtpManagedConnectionFactory managed, ConnectionManager manager)
            throws ResourceException {
        ((AbstractConnectionManager) manager).setJndiName("java:/postchaise/MailConnectionFactory");
        return managed.createConnectionFactory(manager);
    }
}
