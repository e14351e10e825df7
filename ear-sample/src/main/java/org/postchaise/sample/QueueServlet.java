/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.annotation.security.DeclareRoles;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postchaise.courier.QueueAdministration;
import org.postchaise.sample.QueueRoutes.Reply;

/**
 * Servlet of {@link QueueRoutes} for users with the role {@value #ROLE}, which {@link OperatorLogin} requires as well; and of {@code GET queue/delays}, for the
 * plots of queue.html.
 */
@WebServlet("/queue/*")
@DeclareRoles(QueueServlet.ROLE)
public class QueueServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    static final String ROLE = "postchaise-operator";

    @Inject
    private transient QueueAdministration queue;

    @Inject
    private transient Delays delays;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.isUserInRole(ROLE)) {
            send(response, Reply.error(HttpServletResponse.SC_FORBIDDEN, "the user lacks the role " + ROLE));
        } else if (path(request).equals("delays")) {
            send(response, new Reply(HttpServletResponse.SC_OK, delays.json()));
        } else {
            send(response, new QueueRoutes(queue).get(path(request), name -> parameter(request, name)));
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding(StandardCharsets.UTF_8.name());
        if (!request.isUserInRole(ROLE)) {
            send(response, Reply.error(HttpServletResponse.SC_FORBIDDEN, "the user lacks the role " + ROLE));
        } else if (!SameOrigin.allows(request)) {
            send(response, Reply.error(HttpServletResponse.SC_FORBIDDEN, "the request came from another site"));
        } else {
            send(response, new QueueRoutes(queue).post(path(request), name -> parameter(request, name)));
        }
    }

    private static String path(HttpServletRequest request) {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        return path.substring(1);
    }

    private static String parameter(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("");
    }

    /** Sends an error in one line. */
    static void refuse(HttpServletResponse response, int status, String reason) throws IOException {
        send(response, Reply.error(status, reason));
    }

    private static void send(HttpServletResponse response, Reply reply) throws IOException {
        response.setStatus(reply.status());
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(reply.json());
    }
}
