/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.postchaise.api.Mailer;
import org.postchaise.it.crash.Outcomes;

/** Servlet that submits mails to the queue in JTA transactions, one in ten of which is rolled back. */
@WebServlet("/*")
public class QueueServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int THREADS = 2;

    /** Largest number of failed transactions, each followed by a pause, before a thread gives up. */
    private static final int MOST_FAILURES = 600;

    private static final int PAUSE = 200;

    @Inject
    private transient Mailer mailer;

    @Resource
    private transient UserTransaction transaction;

    @Resource
    private transient ManagedExecutorService threads;

    private final AtomicInteger running = new AtomicInteger();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getPathInfo()) {
            case "/submit" -> submit(request);
            case "/running" -> response.getWriter().print(running);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND, "expected submit or running");
        }
    }

    private void submit(HttpServletRequest request) throws IOException {
        Outcomes outcomes = new Outcomes(Path.of(request.getParameter("outcomes")));
        int count = Integer.parseInt(request.getParameter("count"));
        for (int i = 0; i < THREADS; i++) {
            String prefix = request.getParameter("prefix") + i + "-";
            int share = count / THREADS + (i < count % THREADS ? 1 : 0);
            running.incrementAndGet();
            threads.execute(() -> submit(prefix, share, outcomes));
        }
    }

    /** Runs transactions until {@code count} of them have a known end. */
    private void submit(String prefix, int count, Outcomes outcomes) {
        Random random = new Random(prefix.hashCode());
        int failures = 0;
        try {
            for (int i = 0; i - failures < count && failures < MOST_FAILURES; i++) {
                try {
                    transaction(prefix + i, random.nextInt(10) == 0, outcomes);
                } catch (Exception e) {
                    failures++;
                    log(prefix + i + " can't be submitted: " + e);
                    rollBack();
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
    }

    private void transaction(String id, boolean rollsBack, Outcomes outcomes) throws Exception {
        outcomes.tell(Outcomes.Known.BEGUN, id);
        transaction.begin();
        mailer.send(Letters.envelope(id), Letters.message(id));
        if (rollsBack) {
            transaction.rollback();
            outcomes.tell(Outcomes.Known.ROLLED_BACK, id);
            return;
        }
        try {
            transaction.commit();
            outcomes.tell(Outcomes.Known.COMMITTED, id);
        } catch (RollbackException e) {
            outcomes.tell(Outcomes.Known.ROLLED_BACK, id);
            throw e;
        }
    }

    private void rollBack() {
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        } catch (SystemException | RuntimeException e) {
            log("not rolled back", e);
        }
    }
}
