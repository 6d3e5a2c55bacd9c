namespace Muster.Server.Demo;

/// <summary>Where a person's names come from.</summary>
internal enum Culture
{
    English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Nordic, Czech, Greek, Turkish, Indian, Japanese, Chinese, Korean,
}

/// <summary>A name as it is written and as an e-mail address spells it.</summary>
internal readonly record struct PersonName(string Written, string Ascii);

/// <summary>First and last names by culture. Immutable.</summary>
internal static class PersonNames
{
    private static readonly PersonName[][] FirstNames = Pools(
        [
            "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Zoë=zoe Ann Emma Oliver Amelia Jack Chloë=chloe Grace Noah Ava Liam Isla Ethan Ruby",
            "Lukas Anna Jürgen=juergen Käthe=kaethe Finn Marie Leon Sophie Jonas Mia Felix Hannah Björn=bjoern Sabine Stefan Ursula Günther=guenther Claudia Tobias Monika Jörg=joerg Birgit Paul Lena",
            "Léa=lea Louis Chloé=chloe Gabriel Zoé=zoe Raphaël=raphael Inès=ines Jules Manon Hugo Camille Théo=theo Élodie=elodie François=francois Aurélie=aurelie Nicolas Amélie=amelie Benoît=benoit Agnès=agnes Luc Margaux Antoine",
            "José=jose María=maria Lucía=lucia Hugo Martín=martin Sofía=sofia Pablo Carmen Álvaro=alvaro Julia Javier Paula Andrés=andres Inés=ines Raúl=raul Elena Óscar=oscar Pilar Íñigo=inigo Rocío=rocio Diego Valentina Mateo Camila",
            "Giulia Leonardo Sofia Francesco Aurora Alessandro Alice Lorenzo Ginevra Mattia Chiara Andrea Martina Niccolò=niccolo Beatrice Marco Noemi Luca Elisa Davide Sara Giovanni",
            "João=joao Maria António=antonio Ana Francisco Beatriz Tomás=tomas Inês=ines Gonçalo=goncalo Leonor Luís=luis Conceição=conceicao Pedro Mariana Estêvão=estevao Letícia=leticia Rafael Larissa Thiago Júlia=julia",
            "Daan Emma Sem Julia Lucas Mila Levi Tess Bram Sophie Joost Fleur Ruben Anouk Thijs Renée=renee Pieter Lotte Maarten Noor Koen Saskia",
            "Łukasz=lukasz Zofia Jakub Julia Małgorzata=malgorzata Paweł=pawel Agnieszka Michał=michal Katarzyna Piotr Magdalena Tomasz Joanna Wojciech Żaneta=zaneta Rafał=rafal Świetłana=swietlana Krzysztof Ewa Grażyna=grazyna",
            "Lars Astrid Björn=bjorn Åsa=asa Erik Ingrid Søren=soren Freja Håkon=hakon Sigrid Jørgen=jorgen Maja Göran=goran Elin Anders Märta=marta Nils Linnéa=linnea Päivi=paivi Mikko Aino Juhani Bjørn=bjorn Solveig",
            "Jan Tereza Jiří=jiri Eliška=eliska Petr Anežka=anezka Tomáš=tomas Kateřina=katerina Ondřej=ondrej Zuzana Václav=vaclav Lucie Matěj=matej Barbora Lukáš=lukas Veronika",
            "Γιώργος=giorgos Μαρία=maria Δημήτρης=dimitris Ελένη=eleni Νίκος=nikos Κατερίνα=katerina Γιάννης=giannis Σοφία=sofia Κώστας=kostas Άννα=anna Πέτρος=petros Ζωή=zoi",
            "Mehmet Zeynep Mustafa Elif Ahmet Ayşe=ayse Emre Fatma Yusuf Gülşen=gulsen Ömer=omer Çiğdem=cigdem Burak İpek=ipek Oğuz=oguz Şule=sule Hakan Derya",
            "Aarav Priya Vivaan Ananya Arjun Diya Rohan Kavya Rahul Meera Vikram Anjali Sanjay Lakshmi Karthik Pooja Ravi Sunita Amit Neha",
            "太郎=taro 花子=hanako 翔太=shota 美咲=misaki 健太=kenta さくら=sakura 大輔=daisuke 陽子=yoko 拓也=takuya 葵=aoi 直樹=naoki 結衣=yui 蓮=ren 恵子=keiko 悠斗=yuto 愛=ai",
            "伟=wei 芳=fang 娜=na 敏=min 静=jing 强=qiang 磊=lei 洋=yang 艳=yan 杰=jie 娟=juan 涛=tao 明=ming 秀英=xiuying 浩然=haoran 子涵=zihan",
            "민준=minjun 서연=seoyeon 도윤=doyun 하은=haeun 지호=jiho 수아=sua 준서=junseo 지우=jiwoo 영수=youngsu 미영=miyoung 현우=hyunwoo 은지=eunji",
        ]);

    private static readonly PersonName[][] LastNames = Pools(
        [
            "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Jackson Martin Lee Thompson White Harris Clark Lewis Walker O'Connor=oconnor Hall Allen Young King Wright Scott Brontë=bronte MacLeod=macleod",
            "Müller=mueller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer=schaefer Koch Bauer Richter Klein Wolf Schröder=schroeder Neumann Schwarz Zimmermann Braun Krüger=krueger Hofmann Weiß=weiss Jäger=jaeger Böhm=boehm",
            "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre=lefevre Michel Garcia Bertrand Roux Vincent Fournier Morel Girard André=andre Mercier Lemaître=lemaitre Besançon=besancon",
            "García=garcia Rodríguez=rodriguez González=gonzalez Fernández=fernandez López=lopez Martínez=martinez Sánchez=sanchez Pérez=perez Gómez=gomez Ruiz Díaz=diaz Moreno Muñoz=munoz Romero Alonso Navarro Torres Ibáñez=ibanez Núñez=nunez Peña=pena",
            "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca=deluca Costa Giordano Mancini Rizzo Lombardi Moretti D'Angelo=dangelo",
            "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves=goncalves Gomes Lopes Marques Alves Almeida Ribeiro Araújo=araujo Simões=simoes Magalhães=magalhaes",
            "de_Jong=dejong Jansen de_Vries=devries van_den_Berg=vandenberg Bakker van_Dijk=vandijk Visser Smit Meijer de_Boer=deboer Mulder Bos Vos Peters Hendriks Dekker Brouwer Kok Postma Maes",
            "Nowak Kowalski Wiśniewski=wisniewski Wójcik=wojcik Kamiński=kaminski Lewandowski Zieliński=zielinski Szymański=szymanski Woźniak=wozniak Dąbrowski=dabrowski Kozłowski=kozlowski Mazur Krawczyk Piotrowski Grabowski Łukasik=lukasik",
            "Andersson Johansson Karlsson Nilsson Hansen Johansen Olsen Larsen Nielsen Jensen Sørensen=sorensen Lindström=lindstrom Sjöberg=sjoberg Åkesson=akesson Berg Ødegård=odegard Virtanen Korhonen Mäkinen=makinen Nieminen Lund Dahl",
            "Novák=novak Svoboda Novotný=novotny Dvořák=dvorak Černý=cerny Procházka=prochazka Kučera=kucera Veselý=vesely Horák=horak Němec=nemec Pokorný=pokorny Král=kral",
            "Παπαδόπουλος=papadopoulos Γεωργίου=georgiou Ιωάννου=ioannou Νικολάου=nikolaou Δημητρίου=dimitriou Βασιλείου=vasileiou Οικονόμου=oikonomou Μακρής=makris Αθανασίου=athanasiou",
            "Yılmaz=yilmaz Kaya Demir Çelik=celik Şahin=sahin Yıldız=yildiz Yıldırım=yildirim Öztürk=ozturk Aydın=aydin Özdemir=ozdemir Arslan Doğan=dogan Kılıç=kilic Aslan Güneş=gunes",
            "Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Mehta Joshi Rao Das Chopra Kapoor Verma Bose Menon Desai Banerjee Pillai",
            "山田=yamada 佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 伊藤=ito 渡辺=watanabe 中村=nakamura 小林=kobayashi 加藤=kato 吉田=yoshida 山本=yamamoto 松本=matsumoto 井上=inoue 木村=kimura 林=hayashi",
            "王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang 周=zhou 吴=wu 徐=xu 孙=sun 朱=zhu 林=lin",
            "김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 장=jang 임=lim 한=han 신=shin",
        ]);

    public static (PersonName First, PersonName Last) Draw(ref SplitMix64 random, Culture culture) =>
        (random.Pick(FirstNames[(int)culture]), random.Pick(LastNames[(int)culture]));

    /// <summary>Both names in the order of the culture, which in Chinese, Japanese and Korean puts the family first.</summary>
    public static string Full(in PersonName first, in PersonName last, Culture culture) => culture switch
    {
        Culture.Japanese => $"{last.Written} {first.Written}",
        Culture.Chinese or Culture.Korean => last.Written + first.Written,
        _ => $"{first.Written} {last.Written}",
    };

    // "Name" or "Name=ascii"; an underscore stands for a space. One line a culture, in the order of the enumeration.
    private static PersonName[][] Pools(string[] lines) => [.. lines.Select(line => line.Split(' ').Select(Parse).ToArray())];

    private static PersonName Parse(string entry)
    {
        string[] parts = entry.Split('=');
        string written = parts[0].Replace('_', ' ');
        string ascii = parts.Length > 1 ? parts[1] : written.ToLowerInvariant();
        return ascii.All(char.IsAsciiLetterLower) ? new(written, ascii) : throw new InvalidOperationException($"\"{entry}\" lacks its form in ASCII.");
    }
}
