/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import org.postchaise.api.Mailer;
import org.postchaise.api.MessageSource;
import org.postchaise.bench.client.Message;

/** Servlet that submits mails, or plain messages, in JTA transactions, and reports the state of its server. */
@JMSDestinationDefinition(
        name = QueueServlet.PLAIN,
        interfaceName = "jakarta.jms.Queue",
        destinationName = ServerBeans.PLAIN_QUEUE)
@WebServlet("/*")
public class QueueServlet extends HttpServlet {
    static final String PLAIN = "java:app/bench/plain";

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Mailer mailer;

    @Resource
    private transient UserTransaction transaction;

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private transient ConnectionFactory connections;

    @Resource(lookup = PLAIN)
    private transient Queue plain;

    @Resource
    private transient ManagedThreadFactory threads;

    private final transient ServerBeans beans = new ServerBeans();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            response.getWriter().print(answer(request.getPathInfo(), request));
        } catch (JMException | IllegalStateException e) {
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "interrupted");
        }
    }

    private String answer(String what, HttpServletRequest request) throws JMException, InterruptedException {
        return switch (what) {
            case "/load" -> load(request);
            case "/start" -> beans.startDelivery();
            case "/stop" -> beans.stopDelivery();
            case "/mails" -> beans.mails() + "";
            case "/purge" -> beans.purge();
            case "/processor" -> beans.processor() + "";
            case "/heap" -> beans.heap() + "";
            default -> throw new IllegalStateException("expected load, start, stop, mails, purge, processor or heap");
        };
    }

    /** Submits until {@code count} mails are committed or {@code millis} are over; returns the number committed, and the nanoseconds. */
    private String load(HttpServletRequest request) throws InterruptedException {
        int size = number(request, "size");
        int batch = number(request, "batch");
        Workload mix = Workload.valueOf(request.getParameter("mix"));
        Sending sending = request.getParameter("way").equals("mailer")
                ? (content, mail) -> mailer.send(mix.envelope(mail), MessageSource.of(content))
                : (content, mail) -> message(content);
        AtomicLong left = new AtomicLong(number(request, "count"));
        AtomicLong committed = new AtomicLong();
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        byte[] content = Message.octets(size);
        long began = System.nanoTime();
        long end = began + number(request, "millis") * 1_000_000L;
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < number(request, "threads"); i++) {
            Thread worker = threads.newThread(() -> {
                try {
                    for (long n = left.getAndAdd(-batch); n > 0 && System.nanoTime() < end && failures.isEmpty(); ) {
                        committed.addAndGet(commit(sending, content, Math.max(0, n - batch), n));
                        n = left.getAndAdd(-batch);
                    }
                } catch (Exception e) {
                    failures.add(e);
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("not sent: " + failures.peek(), failures.peek());
        }
        return committed + " " + (System.nanoTime() - began);
    }

    private static int number(HttpServletRequest request, String name) {
        return Integer.parseInt(request.getParameter(name));
    }

    /** Submits the mails from {@code first} to the one before {@code end}, in one transaction. */
    private long commit(Sending sending, byte[] content, long first, long end) throws Exception {
        transaction.begin();
        try {
            for (long mail = first; mail < end; mail++) {
                sending.send(content, mail);
            }
            transaction.commit();
        } finally {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        }
        return end - first;
    }

    private void message(byte[] content) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            BytesMessage message = context.createBytesMessage();
            message.writeBytes(content);
            context.createProducer().send(plain, message);
        }
    }

    /** Submission of one mail or message within a transaction. */
    @FunctionalInterface
    interface Sending {
        void send(byte[] content, long number) throws JMSException;
    }
}
