/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.tls;

import com.sun.management.OperatingSystemMXBean;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.bench.client.Figures;
import org.postchaise.bench.client.Message;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;

/**
 * Process that sends mails of 1 KiB, each over a session of its own: reads {@code PORT KIND COUNT}, and answers with figures, as the client benchmark's driver
 * does.
 */
public final class TlsDriver {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int SIZE = 1 << 10;

    /** Sender of a mail. */
    @FunctionalInterface
    private interface Sender {
        void send() throws Exception;
    }

    private TlsDriver() {}

    /**
     * Runs the process.
     *
     * @param arguments {@code ours} or {@code angus}
     */
    public static void main(String[] arguments) throws Exception {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                int port = Integer.parseInt(words[0]);
                Kind kind = Kind.valueOf(words[1]);
                if (arguments[0].equals("ours")) {
                    ours(port, kind, Integer.parseInt(words[2]));
                } else {
                    run(angus(port, kind), Integer.parseInt(words[2]));
                }
            }
        }
    }

    private static void run(Sender sender, int count) throws Exception {
        sender.send();
        long processor = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            sender.send();
        }
        System.out.println(
                Figures.PREFIX + new Figures(count, System.nanoTime() - began, SYSTEM.getProcessCpuTime() - processor));
    }

    private static void ours(int port, Kind kind, int count) throws Exception {
        Map<String, String> set = Map.of(
                "myhostname",
                "client.example",
                "smtp_tls_security_level",
                kind.level(),
                "smtp_tls_session_cache_timeout",
                kind == Kind.RESUMED ? "1h" : "0");
        try (MailClient client = MailClient.of(Catalog.settings(set), EngineListener.NONE)) {
            NextHop hop = NextHop.parse("[127.0.0.1]:" + port);
            Envelope envelope = Envelope.of(Message.SENDER, Message.RECIPIENT);
            MessageSource message = MessageSource.of(Message.octets(SIZE));
            run(
                    () -> {
                        RecipientOutcome outcome = client.deliver(hop, envelope, message, SessionStore.none())
                                .outcomes()
                                .get(0);
                        if (outcome.kind() != RecipientOutcome.Kind.DELIVERED) {
                            throw new IllegalStateException(outcome.toString());
                        }
                    },
                    count);
        }
    }

    /** Returns Angus Mail at its best: one socket factory, and so one cache of TLS sessions, for all mails; a message that is parsed once. */
    private static Sender angus(int port, Kind kind) throws GeneralSecurityException, MessagingException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(port));
        properties.put("mail.smtp.localhost", "client.example");
        properties.put("mail.smtp.from", Message.SENDER);
        properties.put("mail.smtp.starttls.enable", Boolean.toString(kind != Kind.PLAIN));
        properties.put("mail.smtp.starttls.required", Boolean.toString(kind != Kind.PLAIN));
        properties.put("mail.smtp.ssl.checkserveridentity", "false");
        properties.put("mail.smtp.ssl.socketFactory", context.getSocketFactory());
        Session session = Session.getInstance(properties);
        MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(Message.octets(SIZE)));
        Address[] recipients = InternetAddress.parse(Message.RECIPIENT);
        return () -> {
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect();
                transport.sendMessage(message, recipients);
            }
            if (kind == Kind.FULL) {
                forget(context.getClientSessionContext());
            }
        };
    }

    private static void forget(SSLSessionContext sessions) {
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    /** Trust manager that accepts any certificate. */
    private static final class AnyServer extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
