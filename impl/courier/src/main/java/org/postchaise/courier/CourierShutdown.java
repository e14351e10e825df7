/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.postchaise.engine.log.LineLog;

/**
 * Shutdown bean that ends the timers' runs. It depends on the timers, so the server stops this bean first. A run must not outlive its bean: Payara never removes
 * the call of a stopped bean from the pooled thread that made the call, and the call keeps the application's class loader.
 */
@Singleton
@Startup
@DependsOn({"QueueRun", "ControlTimer"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CourierShutdown {
    /** Longest time, in seconds, that an undeployment waits for the runs under way of one timer. */
    static final long PATIENCE = 30;

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Inject
    private TimerGate gate;

    @EJB
    private QueueRun queueRun;

    @EJB
    private ControlTimer controlTimer;

    /** Closes the gate, and waits until the runs under way have ended. */
    @PreDestroy
    void end() {
        gate.close();
        await("queue run", queueRun::settle);
        await("control run", controlTimer::settle);
    }

    private static void await(String run, Runnable settlement) {
        try {
            settlement.run();
        } catch (EJBException e) {
            LOG.log(Level.INFO, "a " + run + " did not end before the application: " + e.getMessage());
        }
    }
}
