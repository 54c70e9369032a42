// The advanced rows of the profile editor, hidden until asked for: how tenant restores are started,
// proxy, extra certificates.
#pragma once

#include "session/profile.h"

#include <QObject>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

class NetworkFields : public QObject
{
    Q_OBJECT

public:
    /// Adds its rows at the end of `form`, hidden.
    explicit NetworkFields(QFormLayout *form, QObject *parent = nullptr);

    void setProfile(const Profile &profile);
    /// Writes its part into the profile.
    void writeTo(Profile &profile) const;
    void setVisible(bool visible);
    /// True if anything differs from a new profile: not to be hidden away.
    bool isUsed() const;
    /// The sentence for a certificate file that can't be read; empty if all is well.
    QString problem() const;

signals:
    void edited();

private:
    void showRows();
    void browse();

    QFormLayout *m_form;
    QComboBox *m_tenantRestores;
    QComboBox *m_proxy;
    QLineEdit *m_proxyHost;
    QSpinBox *m_proxyPort;
    QWidget *m_caRow;
    QLineEdit *m_caFile;
    bool m_visible = false;
};
