/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.postchaise.api.MailConnectionFactory;

/** Application in a server: the same transactions as in {@link Child}, with container-managed resources. */
@WebServlet("/*")
public class CrashServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int THREADS = 4;

    @Resource(lookup = "java:/CrashDatabase")
    private transient DataSource database;

    @Resource(lookup = "java:/JmsXA")
    private transient ConnectionFactory broker;

    @Resource(lookup = "java:/ConnectionFactory")
    private transient ConnectionFactory reader;

    @Resource(lookup = "java:/jms/queue/sent")
    private transient Queue queue;

    @Resource(lookup = "java:/postchaise/CrashFactory")
    private transient MailConnectionFactory mail;

    @Resource
    private transient UserTransaction transaction;

    @Resource
    private transient ManagedExecutorService threads;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter out = response.getWriter();
        try {
            switch (request.getPathInfo()) {
                case "/pid" -> out.print(ProcessHandle.current().pid());
                case "/create" -> create();
                case "/load" -> load(request);
                case "/report" -> report(request.getParameter("prefix"), out);
                default -> throw new IllegalArgumentException("unknown operation " + request.getPathInfo());
            }
        } catch (Exception e) {
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            e.printStackTrace(out);
        }
    }

    private void create() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS sent (id VARCHAR(60) PRIMARY KEY)");
        }
    }

    private void load(HttpServletRequest request) throws IOException {
        Outcomes outcomes = new Outcomes(Path.of(request.getParameter("outcomes")));
        long seed = Long.parseLong(request.getParameter("seed"));
        for (int i = 0; i < THREADS; i++) {
            String prefix = request.getParameter("prefix") + i + "-";
            threads.execute(new TransactionMix(
                    transaction, List.of(this::insert, this::send), mail, outcomes, prefix, seed + i));
        }
    }

    private void insert(String id) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO sent (id) VALUES (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    private void send(String id) {
        try (JMSContext context = broker.createContext()) {
            context.createProducer().send(queue, id);
        }
    }

    /** Prints rows, messages, which are consumed, and undecided transactions and undelivered mail. */
    private void report(String prefix, PrintWriter out) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String id : column(statement, "SELECT id FROM sent")) {
                if (id.startsWith(prefix)) {
                    out.println("row " + id);
                }
            }
            column(statement, "SELECT TRANSACTION_NAME FROM INFORMATION_SCHEMA.IN_DOUBT")
                    .forEach(name -> out.println("left " + name));
        }
        try (JMSContext context = reader.createContext(JMSContext.AUTO_ACKNOWLEDGE);
                JMSConsumer consumer = context.createConsumer(queue)) {
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                out.println("message " + message.getBody(String.class));
            }
        }
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.postchaise:type=Outbox,*"), null)) {
            for (String transaction : (String[]) server.getAttribute(name, "Transactions")) {
                out.println("left " + transaction);
            }
            for (String count : List.of("Waiting", "Delivering")) {
                long mails = ((Number) server.getAttribute(name, count)).longValue();
                if (mails > 0) {
                    out.println("left " + count + " " + mails);
                }
            }
        }
    }

    private static List<String> column(Statement statement, String query) throws Exception {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
