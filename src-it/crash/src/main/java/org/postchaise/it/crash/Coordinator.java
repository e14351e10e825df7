/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.RecoveryEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.arjuna.recovery.RecoveryModule;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.JTAEnvironmentBean;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** Narayana without a server: its log in a directory, and recovery on request. */
final class Coordinator {
    private static final String NODE = "1";
    private static final int SAFETY_MILLIS = 50;
    private static final int TIMEOUT_SECONDS = 60;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TransactionManager transactions;
    private final RecoveryManager recovery;

    Coordinator(Path directory) throws Exception {
        String log = directory.resolve("transactions").toString();
        BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class).setObjectStoreDir(log);
        for (String name : List.of("communicationStore", "stateStore")) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
                    .setObjectStoreDir(log);
        }
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        JTAEnvironmentBean jta = jtaPropertyManager.getJTAEnvironmentBean();
        jta.setXaRecoveryNodes(List.of(NODE));
        jta.setOrphanSafetyInterval(SAFETY_MILLIS);
        // all resources are in this process and are asked: a branch that none of them knows is done
        jta.setXaAssumeRecoveryComplete(true);
        jta.setXaResourceOrphanFilterClassNames(List.of(
                JTATransactionLogXAResourceOrphanFilter.class.getName(),
                JTANodeNameXAResourceOrphanFilter.class.getName()));
        RecoveryEnvironmentBean settings = recoveryPropertyManager.getRecoveryEnvironmentBean();
        settings.setRecoveryListener(false);
        settings.setExpiryScannerClassNames(List.of());
        settings.setRecoveryActivatorClassNames(List.of());
        settings.setRecoveryModuleClassNames(
                List.of(AtomicActionRecoveryModule.class.getName(), XARecoveryModule.class.getName()));
        transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
        transactions.setTransactionTimeout(TIMEOUT_SECONDS);
        recovery = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
    }

    TransactionManager transactions() {
        return transactions;
    }

    /** Returns the coordinator as a UserTransaction. */
    UserTransaction application() {
        return com.arjuna.ats.jta.UserTransaction.userTransaction();
    }

    /** Runs recovery until no resource has a transaction in doubt, in at least two passes. */
    void recover(List<XAResourceRecoveryHelper> resources) throws Exception {
        for (RecoveryModule module : recovery.getModules()) {
            if (module instanceof XARecoveryModule xa) {
                resources.forEach(xa::addXAResourceRecoveryHelper);
            }
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        int passes = 0;
        while (passes < 2 || inDoubt(resources) > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(inDoubt(resources) + " branches are in doubt after " + LIMIT.toSeconds()
                        + " s of recovery: " + resources);
            }
            recovery.getModules().forEach(RecoveryModule::periodicWorkFirstPass);
            recovery.getModules().forEach(RecoveryModule::periodicWorkSecondPass);
            passes++;
            Thread.sleep(SAFETY_MILLIS);
        }
    }

    private static int inDoubt(List<XAResourceRecoveryHelper> helpers) throws Exception {
        int count = 0;
        for (XAResourceRecoveryHelper helper : helpers) {
            for (XAResource resource : helper.getXAResources()) {
                count += inDoubt(resource);
            }
        }
        return count;
    }

    private static int inDoubt(XAResource resource) throws XAException {
        int count = resource.recover(XAResource.TMSTARTRSCAN).length;
        resource.recover(XAResource.TMENDRSCAN);
        return count;
    }
}
