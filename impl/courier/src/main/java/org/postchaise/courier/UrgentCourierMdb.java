/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** {@link CourierMdb} for urgent mail. */
@MessageDriven(
        name = "PostchaiseUrgentCourier",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = CourierStartup.URGENT)
        })
public class UrgentCourierMdb extends CourierMdb {}
