// How this computer talks to the network: proxy, extra certificates, time limits.
#pragma once

#include <QString>
#include <chrono>

struct NetSettings {
    enum class Proxy { System, None, Manual };

    Proxy proxy = Proxy::System;
    QString proxyHost; // Manual only; HTTP CONNECT proxy
    quint16 proxyPort = 0; // Manual only
    QString caFile; // PEM certificates trusted besides the system's; empty: none
    std::chrono::milliseconds transferTimeout {30'000}; // without a byte moving
    std::chrono::milliseconds deadline {120'000}; // for one attempt as a whole

    bool operator==(const NetSettings &) const = default;
};
