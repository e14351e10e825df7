/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.app;

import jakarta.annotation.Resource;
import jakarta.mail.MailSessionDefinition;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An application that knows Jakarta Mail only: sends the body of {@code POST /mail?session=server|application&to=&end=commit|rollback} in
 * one transaction, by a session that the server's management, or the application's own definition, has made; by {@code Transport.send} to
 * those whom it names, or to {@code to} by a transport of the session. What goes wrong is answered with status 500 and the message.
 */
@WebServlet("/mail")
@MailSessionDefinition(
        name = MailServlet.DEFINED,
        transportProtocol = "postchaise",
        properties = {"mail.transport.protocol=postchaise", "mail.transport.protocol.rfc822=postchaise"})
public class MailServlet extends HttpServlet {
    static final String DEFINED = "java:app/mail/Defined";

    private static final long serialVersionUID = 1L;

    @Resource(name = "mail/Postchaise")
    private transient Session ofTheServer;

    @Resource(lookup = DEFINED)
    private transient Session ofTheApplication;

    @Resource
    private transient UserTransaction transaction;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("text/plain; charset=utf-8");
        try {
            transaction.begin();
            try {
                send(request);
            } finally {
                if ("commit".equals(request.getParameter("end"))) {
                    transaction.commit();
                } else {
                    transaction.rollback();
                }
            }
        } catch (Exception e) {
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            response.getOutputStream().write(e.getMessage().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void send(HttpServletRequest request) throws MessagingException, IOException {
        Session session = "server".equals(request.getParameter("session")) ? ofTheServer : ofTheApplication;
        MimeMessage message = new MimeMessage(session, request.getInputStream());
        String to = request.getParameter("to");
        if (to == null) {
            Transport.send(message);
            return;
        }
        try (Transport transport = session.getTransport()) {
            transport.connect();
            transport.sendMessage(message, InternetAddress.parse(to, false));
        }
    }
}
