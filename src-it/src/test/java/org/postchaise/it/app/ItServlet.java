/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.app;

import jakarta.annotation.Resource;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.resource.ResourceException;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DeliveryTicket;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.MailStatus;
import org.postchaise.api.Mailer;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.courier.QueueAdministration;

/**
 * The application of the integration tests: does what the query says, and answers with lines of text. What goes wrong is
 * answered with status 500 and the exception.
 *
 * <ul>
 *   <li>{@code POST /send?from=&to=...&times=&end=commit|rollback}: sends the body that often, in one transaction; {@code
 *       %n} in {@code from} and {@code to} is the number of the mail. Answer: the mails' ids.
 *   <li>{@code GET /status?id=}: attempts, and each recipient's state.
 *   <li>{@code POST /deliver?pool=&from=&to=...&hop=...&queue=&row=&end=commit|rollback}: in one transaction, delivers the body to the first
 *       recipient at the first next hop, to the second at the second, and so on, queues it for {@code queue} and enters {@code
 *       row} in the database, if there are any. With {@code failing=first|last} a resource takes part that can't be prepared.
 *       Answer: the outcomes, and, for mail in the outbox, {@code ticket } and its id.
 *   <li>{@code GET /row?name=}: whether that row is in the database.
 *   <li>{@code GET /ticket?id=}: what the outbox says of a mail: the states of its recipients, or {@code unknown}.
 *   <li>{@code POST /suspend?domain=}, {@code /resume?domain=}: what the queue's operator is answered.
 *   <li>{@code GET /examine?destination=}: what the MXBeans {@code Doctor} of all adapters answer.
 *   <li>{@code GET /pid}: the server's process id.
 * </ul>
 */
@WebServlet("/*")
public class ItServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Mailer mailer;

    @Inject
    private transient StatusBoard statuses;

    @Inject
    private transient QueueAdministration queue;

    @Resource(name = "postchaise/MailConnectionFactory")
    private transient MailConnectionFactory mail;

    @Resource(name = "postchaise/HeldFactory")
    private transient MailConnectionFactory held;

    @Resource(name = "postchaise/OutboxFactory")
    private transient MailConnectionFactory outbox;

    @Resource(name = "jdbc/Database")
    private transient DataSource database;

    @Inject
    private transient Event<MailStatus> events;

    @Resource
    private transient UserTransaction transaction;

    private transient MailConnectionFactory.Registration registration;

    @Override
    public void init() throws ServletException {
        try {
            registration = outbox.addStatusListener(events::fire);
        } catch (ResourceException e) {
            throw new ServletException(e);
        }
    }

    @Override
    public void destroy() {
        registration.close();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("text/plain; charset=utf-8");
        String answer;
        try {
            answer = answer(request);
        } catch (Exception e) {
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            answer = trace.toString();
        }
        response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static String examine(String destination) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> told = new ArrayList<>();
        for (ObjectName adapter : server.queryNames(new ObjectName("org.postchaise:type=Doctor,*"), null)) {
            String[] signature = {String.class.getName()};
            told.addAll(List.of((String[]) server.invoke(adapter, "examine", new Object[] {destination}, signature)));
        }
        return String.join("\n", told);
    }

    private String answer(HttpServletRequest request) throws Exception {
        return switch (request.getPathInfo()) {
            case "/send" -> send(request);
            case "/status" -> statuses.of(request.getParameter("id"));
            case "/examine" -> examine(request.getParameter("destination"));
            case "/deliver" -> deliver(request);
            case "/row" -> Boolean.toString(new Database(database).has(request.getParameter("name")));
            case "/ticket" ->
                outbox.status(new DeliveryTicket(request.getParameter("id")))
                        .map(status -> status.recipients().toString())
                        .orElse("unknown");
            case "/suspend" -> queue.suspend(request.getParameter("domain"));
            case "/resume" -> queue.resume(request.getParameter("domain"));
            case "/pid" -> Long.toString(ProcessHandle.current().pid());
            default -> throw new IllegalArgumentException("unknown operation " + request.getPathInfo());
        };
    }

    private String send(HttpServletRequest request) throws Exception {
        MessageSource message = MessageSource.of(request.getInputStream().readAllBytes());
        int times = Integer.parseInt(request.getParameter("times"));
        List<String> ids = new ArrayList<>();
        transaction.begin();
        boolean commit = false;
        try {
            for (int i = 0; i < times; i++) {
                ids.add(mailer.send(envelope(request, Integer.toString(i)), message));
            }
            commit = request.getParameter("end").equals("commit");
        } finally {
            end(commit ? End.COMMIT : End.ROLLBACK);
        }
        return String.join("\n", ids);
    }

    private static Envelope envelope(HttpServletRequest request, String number) {
        List<Recipient> recipients = new ArrayList<>();
        for (String to : request.getParameterValues("to")) {
            recipients.add(Recipient.of(to.replace("%n", number)));
        }
        return Envelope.of(request.getParameter("from").replace("%n", number), recipients);
    }

    private String deliver(HttpServletRequest request) throws Exception {
        MessageSource message = MessageSource.of(request.getInputStream().readAllBytes());
        MailConnectionFactory factory = factory(request.getParameter("pool"));
        String[] hops = request.getParameterValues("hop");
        String[] recipients = request.getParameterValues("to");
        List<String> outcomes = new ArrayList<>();
        String row = request.getParameter("row");
        String failing = request.getParameter("failing");
        if (row != null) {
            new Database(database).create();
        }
        transaction.begin();
        boolean commit = false;
        try {
            if ("first".equals(failing)) {
                manager().getTransaction().enlistResource(new FailingResource());
            }
            if (row != null) {
                new Database(database).insert(row);
            }
            for (int i = 0; i < hops.length; i++) {
                Envelope envelope = Envelope.of(request.getParameter("from"), List.of(Recipient.of(recipients[i])));
                DeliveryReport report = deliver(factory, hops[i], envelope, message);
                outcomes.add(report.toString());
                report.ticket().ifPresent(ticket -> outcomes.add("ticket " + ticket.mailId()));
            }
            if (request.getParameter("queue") != null) {
                mailer.send(Envelope.of(request.getParameter("from"), request.getParameter("queue")), message);
            }
            if ("last".equals(failing)) {
                manager().getTransaction().enlistResource(new FailingResource());
            }
            commit = request.getParameter("end").equals("commit");
        } finally {
            end(commit ? End.COMMIT : End.ROLLBACK);
        }
        return String.join("\n", outcomes);
    }

    @SuppressWarnings("BanJNDI") // the names are constants
    private static TransactionManager manager() throws NamingException {
        try {
            return InitialContext.doLookup("java:/TransactionManager");
        } catch (NamingException notWildFly) {
            return InitialContext.doLookup("java:appserver/TransactionManager");
        }
    }

    private static DeliveryReport deliver(
            MailConnectionFactory factory, String hop, Envelope envelope, MessageSource message)
            throws ResourceException {
        if (hop.equals("routed")) {
            return factory.deliver(envelope, message);
        }
        try (MailConnection connection = factory.getConnection(hop)) {
            return connection.deliver(envelope, message);
        }
    }

    /** That with tokens is not on every server, and so it is no resource of the application. */
    @SuppressWarnings("BanJNDI") // the name is a constant
    private MailConnectionFactory factory(String pool) throws NamingException {
        return switch (pool) {
            case "MAIL" -> mail;
            case "HELD" -> held;
            case "OUTBOX" -> outbox;
            case "TOKENS" -> InitialContext.doLookup("java:/postchaise/TokensFactory");
            default -> throw new IllegalArgumentException("unknown pool " + pool);
        };
    }

    private void end(End end) throws Exception {
        if (end == End.COMMIT) {
            transaction.commit();
        } else {
            transaction.rollback();
        }
    }

    private enum End {
        COMMIT,
        ROLLBACK
    }
}
