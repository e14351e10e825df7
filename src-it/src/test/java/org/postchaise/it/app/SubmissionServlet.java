/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.app;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postchaise.api.Envelope;
import org.postchaise.api.IncomingNotices;
import org.postchaise.api.Mailer;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;
import org.postchaise.courier.CourierStartup;
import org.postchaise.courier.MailerName;
import org.postchaise.courier.QueueAdministration;

/**
 * The ways to submit a mail, and what comes back.
 *
 * <ul>
 *   <li>{@code POST /submit/mailer?to=&key=&hold=&within=&priority=&verp=&times=&transactions=none|one|each}: sends the body so often, by the mailer called
 *       {@code mailer} where that is given, and with VERP where {@code verp} is. {@code
 *       hold} and {@code within} are seconds from now, {@code many} is how many recipients there are instead of {@code to}, and {@code end=rollback} ends the one
 *       transaction so. Answer: the ids, one a line.
 *   <li>{@code POST /submit/race?to=&key=}: two transactions submit before either ends; what came of each, one a line.
 *   <li>{@code POST /submit/jms?postchaise_...=}: sends the body with those properties, to as many recipients as {@code many} says, where it is given.
 *   <li>{@code POST /submit/queue?filter=}: what is in the queue.
 *   <li>{@code POST /submit/notice?recipient=&end=commit|rollback}: receives the body, which came to {@code recipient}, in a transaction. Answer: what it is.
 *   <li>{@code POST /submit/returned?address=}: who was told what of that address by what was received.
 * </ul>
 */
@WebServlet("/submit/*")
public class SubmissionServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String SENDER = "submit@example.com";

    @Inject
    private transient Mailer mailer;

    @Inject
    @MailerName("HeldFactory")
    private transient Mailer held;

    @Inject
    @Any
    private transient Instance<Mailer> mailers;

    @Inject
    private transient IncomingNotices notices;

    @Inject
    private transient NoticeBoard board;

    @Inject
    private transient QueueAdministration administration;

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private transient ConnectionFactory connections;

    @Resource(lookup = CourierStartup.QUEUE)
    private transient Queue queue;

    @Resource
    private transient ManagedExecutorService executor;

    @Resource
    private transient UserTransaction transaction;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain; charset=utf-8");
        String answer;
        try {
            answer = switch (request.getPathInfo()) {
                case "/mailer" -> submit(request);
                case "/race" -> race(request);
                case "/jms" -> send(request);
                case "/queue" -> administration.list(request.getParameter("filter"), 100);
                case "/notice" -> receive(request);
                case "/returned" -> String.join("\n", board.of(request.getParameter("address")));
                default -> throw new IllegalArgumentException("unknown operation " + request.getPathInfo());
            };
        } catch (Exception e) {
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            answer = e.toString();
        }
        response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private String submit(HttpServletRequest request) throws Exception {
        MessageSource content = MessageSource.of(request.getInputStream().readAllBytes());
        Envelope plain = Envelope.of(SENDER, recipients(request, "to"));
        Envelope envelope = request.getParameter("verp") == null ? plain : plain.withVerp();
        SubmissionOptions options = options(request);
        String transactions = request.getParameter("transactions");
        int times = Integer.parseInt(request.getParameter("times"));
        Mailer by = mailer(request.getParameter("mailer"));
        List<String> ids = new ArrayList<>();
        boolean each = transactions.equals("each");
        if (transactions.equals("one")) {
            transaction.begin();
        }
        for (int i = 0; i < times; i++) {
            ids.add(
                    each
                            ? inTransaction(() -> by.send(envelope, content, options))
                            : by.send(envelope, content, options));
        }
        if (transactions.equals("one")) {
            if ("rollback".equals(request.getParameter("end"))) {
                transaction.rollback();
            } else {
                transaction.commit();
            }
        }
        return String.join("\n", ids);
    }

    /** The recipient of parameter {@code name}, or as many as {@code many} says, in ten domains. */
    private static List<Recipient> recipients(HttpServletRequest request, String name) {
        String many = request.getParameter("many");
        if (many == null) {
            return List.of(Recipient.of(request.getParameter(name)));
        }
        return IntStream.range(0, Integer.parseInt(many))
                .mapToObj(i -> Recipient.of("r" + i + "@d" + i % 10 + ".example.net"))
                .toList();
    }

    private Mailer mailer(String name) {
        if (name == null) {
            return mailer;
        }
        return name.equals("HeldFactory")
                ? held
                : mailers.select(MailerName.Literal.of(name)).get();
    }

    private static SubmissionOptions options(HttpServletRequest request) {
        SubmissionOptions options = SubmissionOptions.NONE
                .withIdempotencyKey(request.getParameter("key"))
                .withPriority(Priority.valueOf(request.getParameter("priority").toUpperCase(Locale.ROOT)));
        if (request.getParameter("hold") != null) {
            options = options.withHoldUntil(fromNow(request.getParameter("hold")));
        }
        return request.getParameter("within") == null
                ? options
                : options.withDeliverBy(fromNow(request.getParameter("within")));
    }

    private static Instant fromNow(String seconds) {
        return Instant.now().plusSeconds(Long.parseLong(seconds));
    }

    private String inTransaction(Callable<String> work) throws Exception {
        transaction.begin();
        String answer;
        try {
            answer = work.call();
        } catch (Exception e) {
            transaction.rollback();
            throw e;
        }
        transaction.commit();
        return answer;
    }

    private String race(HttpServletRequest request) throws Exception {
        MessageSource content = MessageSource.of(request.getInputStream().readAllBytes());
        Envelope envelope = Envelope.of(SENDER, request.getParameter("to"));
        SubmissionOptions options = SubmissionOptions.NONE.withIdempotencyKey(request.getParameter("key"));
        CyclicBarrier bothHaveSent = new CyclicBarrier(2);
        List<Future<String>> racers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            racers.add(executor.submit(() -> inTransaction(() -> {
                String id = mailer.send(envelope, content, options);
                bothHaveSent.await(30, TimeUnit.SECONDS);
                return id;
            })));
        }
        List<String> answers = new ArrayList<>();
        for (Future<String> racer : racers) {
            try {
                answers.add(racer.get(60, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                answers.add("failed: " + e.getCause());
            }
        }
        return String.join("\n", answers);
    }

    private String receive(HttpServletRequest request) throws Exception {
        MessageSource mail = MessageSource.of(request.getInputStream().readAllBytes());
        transaction.begin();
        try {
            return notices.receive(request.getParameter("recipient"), mail)
                    .verdict()
                    .name();
        } finally {
            if (request.getParameter("end").equals("commit")) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }
    }

    private String send(HttpServletRequest request) throws IOException, JMSException {
        byte[] body = request.getInputStream().readAllBytes();
        try (JMSContext context = connections.createContext()) {
            BytesMessage message = context.createBytesMessage();
            message.writeBytes(body);
            for (String name : request.getParameterMap().keySet()) {
                if (!name.equals("many")) {
                    message.setStringProperty(name, request.getParameter(name));
                }
            }
            if (request.getParameter("many") != null) {
                message.setStringProperty(
                        "postchaise_recipients",
                        recipients(request, "").stream().map(Recipient::address).collect(Collectors.joining(",")));
            }
            context.createProducer().send(queue, message);
        }
        return "";
    }
}
