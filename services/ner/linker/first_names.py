"""First names that news meets: "Ludwig Scholz" is not the Scholz of the watchlist."""

from services.ner.linker.names import keys_of

FIRST_NAMES = keys_of(
    """
    Aaron Abdel Abdul Abdullah Abel Abigail Abraham Achim Ada Adam Adele Adelheid Adem Adnan Adolf
    Adrian Adriana Agatha Agnes Agnieszka Ahmad Ahmed Ahmet Aisha Akira Alan Albert Alberto Albrecht
    Aldo Alejandra Alejandro Aleksander Aleksandr Alena Alessandra Alessandro Alessia Alex Alexa
    Alexander Alexandra Alexandre Alexei Alexej Alexis Alfons Alfonso Alfred Ali Alice Alicia Alina
    Alisa Allison Alma Alois Alwin Amadou Amalia Amanda Amelie Amin Amina Amir Amira Amit Amy Ana
    Anastasia Anatoli Anatolij Anders Andre Andrea Andreas Andrei Andrej Andres Andrew Andrij Andrzej
    Andy Angela Angelika Angelina Angelo Anika Anil Anita Anja Anke Anna Annalena Anne Annegret
    Anneliese Annemarie Annette Annika Ansgar Anthony Antje Antoine Anton Antonia Antonio Antony Anya
    Ariana Ariane Ariel Arkadi Arman Armin Arnaud Arndt Arne Arnold Arnulf Arthur Artjom Artur Arturo
    Ashley Asma Astrid Athena Attila Audrey Aurelia Axel Ayse Baerbel Balazs Barack Barbara Barbel
    Barron Barry Bartosz Bashar Bastian Beat Beata Beate Beatrice Beatrix Beau Ben Benedikt Benjamin
    Benno Bernadette Bernard Bernd Bernhard Bert Berta Berthold Bettina Betty Bianca Bilal Bill Billy
    Birgit Birte Bjoern Bjorn Bob Bodo Bogdan Bohdan Bonnie Boris Boubacar Brad Brandon Brenda Brent
    Brett Brian Bridget Brigitte Britney Britt Britta Bruce Bruno Buelent Burak Burkhard Caitlin Calvin
    Camilla Camille Carina Carl Carla Carlo Carlos Carmen Carol Carola Carolin Carolina Caroline Carrie
    Carsten Catherine Cathrin Cathy Cecile Celia Celine Cem Chalid Charles Charlie Charlotte Cheikh
    Chelsea Chinedu Chris Christa Christel Christian Christiane Christina Christine Christof Christoph
    Christophe Christopher Christy Chuck Cilia Cindy Claas Claire Clara Clarissa Clark Claude Claudia
    Claudio Claus Clemens Clement Cleo Clint Colin Connie Connor Conny Conrad Constantin Constanze Cora
    Cordula Corinna Cornelia Cornelius Courtney Craig Curtis Cynthia Cyril Dagmar Daisy Damian Damir Dan
    Dana Daniel Daniela Danielle Daniil Danny Daria Dario Darius Dariusz Darren Dave David Davide Dean
    Debbie Debora Deborah Deepak Delia Denis Denise Dennis Denys Denzel Derek Detlef Diana Diane Dick
    Didier Diego Dieter Dietmar Dietrich Dimitri Dimitris Dina Dirk Ditmar Dmitri Dmitrij Dmytro Dolly
    Dominic Dominik Dominique Don Donald Donna Dora Doreen Doris Dorothea Dorothee Doug Douglas Dragan
    Dragana Duncan Dustin Dylan Earl Eberhard Eckart Eckhard Eddie Edgar Edith Edmund Eduard Eduardo
    Edward Edwin Egon Eike Elena Elfriede Elias Elif Elisa Elisabeth Elise Elizabeth Elke Ella Ellen
    Ellie Ellis Elmar Elon Elsa Else Elvira Emanuel Emeka Emil Emilia Emilio Emily Emine Emma Emmanuel
    Emre Enrico Enrique Eric Erica Erich Erik Erika Erin Erna Ernst Erwin Esme Esra Esther Ethan Eugen
    Eva Evelin Evelyn Ewa Fabian Fabio Fabrice Faisal Farah Fatih Fatima Fatma Felicitas Felipe Felix
    Ferdinand Ferenc Fernando Fidel Filip Filippo Finn Fiona Flavio Florence Florian Floyd Francesca
    Francesco Francis Francisco Franco Francois Francoise Frank Franz Franziska Fred Freddy Frederic
    Frederick Frederik Frieda Friedemann Friedhelm Friedrich Fritz Gabi Gabor Gabriel Gabriela Gabriele
    Gareth Gary Gaston Gavin Geert Gemma Gene Gennadi Gennadij Geoffrey Georg George Georges Gerald
    Gerard Gerardo Gerd Gerda Gerhard Gerlinde Gernot Gero Gertrud Gianni Gideon Gilbert Gilles Gina
    Giorgio Giorgos Giovanni Gisela Gitta Giulia Giuseppe Gladys Glen Glenn Gloria Gordon Grace Graham
    Greg Gregor Gregory Greta Grigori Grigorij Grzegorz Guenter Guenther Guido Guillaume Guillermo Gunda
    Gunnar Gunter Gunther Gustav Gwen Gyula Hakan Hamid Hank Hanna Hannah Hannelore Hannes Hans
    Hansjoerg Harald Hardy Harold Harriet Harry Hartmut Haruki Harvey Hasan Hassan Hauke Hayley Hazel
    Heather Hedwig Heide Heidi Heike Heiko Heiner Heinrich Heinz Helen Helena Helene Helga Helge Hella
    Helmut Hendrik Henning Henri Henriette Henrik Henry Herbert Heribert Hermann Hermine Hilde Hildegard
    Hillary Hiroshi Holger Horst Howard Howie Hubert Hubertus Hueseyin Hugo Hunter Hussein Ian Ibrahim
    Ida Ignacio Ignaz Igor Ihor Iker Ilham Ilja Ilka Ilona Ilse Imke Immanuel Ina Ines Inga Inge
    Ingeborg Ingo Ingrid Ira Irena Irene Irina Iris Irma Irmgard Irving Irwin Isabel Isabell Isabella
    Isabelle Ismail Istvan Ivan Ivana Ivanka Ivo Iwan Jacek Jack Jackie Jacqueline Jacques Jake Jakob
    Jalal Jamal James Jamie Jan Jana Jane Janet Janice Janina Janine Jannik Janos Janosch Jared Jaroslaw
    Jasmin Jasmine Jason Jasper Javier Jay Jean Jeanette Jeannine Jeff Jeffrey Jelena Jenna Jennifer
    Jenny Jens Jeremy Jerome Jerry Jesper Jessica Jesus Jewgeni Jill Jim Jimmy Jiri Joachim Joan Joana
    Joanna Joao Joaquin Jochen Jodie Joe Joel Joerg Johan Johann Johanna Johannes John Jon Jonas
    Jonathan Jordan Jorge Jorgos Jose Josef Josefine Joseph Joshua Josie Joyce Juan Judith Juergen Jule
    Jules Julia Julian Juliane Julie Julien Julija Julius Juri Justin Justus Jutta Kai Kamala Karel
    Karen Karim Karin Karina Karl Karla Karola Karolina Karoline Karoly Karsten Kaspar Katalin Katarina
    Kate Katharina Katherine Kathleen Kathrin Kathy Katja Katrin Katy Kay Kayla Kazimierz Keith Kelly
    Kemal Ken Kenji Kenneth Kerstin Kevin Khaled Kilian Kim Kimbal Kira Kirill Kirk Kirsten Kirsty Klara
    Klaus Knut Kofi Konrad Konstantin Korbinian Kostas Kristian Kristin Kristina Krzysztof Kurt Kwame
    Kyle Kylie Laila Lance Lara Larry Lars Lasse Laszlo Laura Lauren Laurence Laurent Lea Leah Leif Lena
    Leni Lennart Leo Leon Leonard Leonardo Leonhard Leonid Leonie Leopold Leroy Leslie Leszek Lev Lewis
    Liam Lieselotte Lilian Lilli Lily Lina Linda Lindsay Linus Lisa Lisbeth Liv Liz Liza Ljubow Ljudmila
    Lloyd Logan Lola Lore Lorena Lorenz Lorenzo Lothar Lou Louis Louisa Louise Lubomir Luca Lucas Lucia
    Lucie Lucien Lucille Lucy Ludger Ludwig Luigi Luis Luisa Luise Lukas Luke Lutz Lydia Lynn Mabel
    Madeleine Magda Magdalena Maggie Magnus Mahmoud Mahmud Maik Maja Maksym Malcolm Malgorzata Malte
    Mamadou Mandy Manfred Manon Manuel Manuela Mara Marc Marcel Marcello Marcin Marco Marcus Marek Maren
    Margaret Margarete Margarethe Margarita Margit Margot Margret Maria Marian Marianne Marie Marietta
    Marija Marika Marilyn Marina Mario Marion Marius Mariusz Marjorie Mark Marko Markus Marlene Marlies
    Marta Martha Martin Martina Marvin Mary Maryam Maryna Matej Mateusz Mathias Mathilde Matt Matteo
    Matthew Matthias Maureen Maurice Mauricio Mauro Max Maxim Maxime Maximilian Maya Mechthild Megan
    Mehdi Mehmet Meike Melania Melanie Melinda Melissa Meredith Merle Mia Micha Michael Michaela Michail
    Michal Michel Michele Michelle Mick Mickey Miguel Mika Mike Mikhail Miklos Mila Milan Mildred Milena
    Milica Milos Mina Minh Mira Miranda Miriam Mirjam Mirko Miroslav Mitch Moana Mohamed Mohammad
    Mohammed Moises Molly Mona Monica Monika Monty Moritz Moussa Muhammad Murat Muriel Murray Mustafa
    Mychajlo Nabil Nadia Nadine Nadja Nancy Naomi Nasser Natalia Natalie Natalja Natascha Nathalie
    Nathan Ned Neil Nele Nell Nelson Neville Nguyen Nicholas Nick Nicki Nicola Nicolas Nicole Nigel
    Nikita Niklas Niko Nikola Nikolai Nikolaj Nikolas Nikolaus Nina Noah Noel Nolan Nora Norbert Norma
    Norman Odile Oksana Olaf Ole Oleg Oleh Oleksandr Olena Olga Olha Oliver Olivia Olivier Olli Omar
    Omid Ondrej Orhan Oscar Oskar Osman Oswald Otmar Ottmar Otto Ousmane Owen Ozan Pablo Paige Pamela
    Paola Paolo Pascal Patricia Patrick Patrik Patsy Paul Paula Paulina Pauline Paulo Pavel Pawel Pedro
    Peer Peggy Penny Per Percy Perry Peter Petr Petra Petro Phil Philip Philipp Philippe Phillip Phoebe
    Pia Pierre Pieter Pietro Pilar Piotr Pjotr Polly Priscilla Priya Quentin Rachel Rafa Rafael Rahel
    Rahul Raimund Rainer Ralf Ralph Rami Ramon Ramona Randy Raoul Raphael Raul Ravi Raymond Rebecca Reem
    Reggie Regina Regine Reinhard Reinhold Renate Rene Rex Reza Rhonda Ricarda Ricardo Riccardo Richard
    Rick Rita Robert Roberta Roberto Robin Rocco Roderich Rodney Rodrigo Roger Roland Rolf Roman Romy
    Ron Ronald Ronja Ronny Rosa Rosalie Rosemarie Rosie Roswitha Rowan Roxana Roy Ruben Rudi Rudolf
    Ruediger Rufus Rupert Ruslan Ruslana Russell Ruth Ryan Sabine Sabrina Sadie Sadio Said Sally Salma
    Salman Salvador Salvatore Sam Samantha Samir Samira Samuel Sandra Sandro Sanjay Sara Sarah Sascha
    Saskia Scott Sean Sebastian Sebastien Selin Selma Sepp Serdar Serena Serge Sergei Sergej Sergio
    Serhij Seth Shane Shannon Sharon Sheila Shelley Shirley Sibylle Siegfried Siegmar Sigmar Sigmund
    Sigrid Silke Silvia Silvio Simon Simona Simone Sina Slawomir Soeren Sofia Sofie Sonia Sonja Sophia
    Sophie Soren Spencer Stacey Stacy Stan Stanislaw Stanley Stavros Stefan Stefania Stefanie Steffen
    Steffi Stella Sten Stepan Stephan Stephane Stephanie Stephen Steve Steven Stuart Sue Sunil Susan
    Susanne Suzanne Svea Sven Svenja Swetlana Sybille Sylvia Sylvie Tadeusz Tamara Tania Tanja Tara
    Taras Tarek Tariq Tatjana Tayfun Ted Teresa Teresita Terry Tess Tetjana Thea Theo Theodor Theodore
    Theresa Therese Thilo Thomas Thorben Thorsten Tibor Tiffany Tilda Till Tilman Tim Timo Timothy Timur
    Tina Tino Tobias Tom Tommy Toni Tony Torben Torsten Tracey Tracy Traudl Travis Trevor Tristan Troy
    Trudi Udo Ulf Uli Ulla Ulrich Ulrike Ursula Uschi Ute Uwe Vaclav Valentin Valentina Valeria Valerie
    Vanessa Vera Verena Vernon Veronica Veronika Vicki Vicky Victor Victoria Vikram Viktor Viktoria
    Viktorija Vincent Vincenzo Viola Virgil Virginia Vitali Vitus Vivian Viviane Vladimir Vojtech Volkan
    Volker Volodymyr Wade Wadim Wadym Waldemar Walerij Wallace Walter Waltraud Wanda Warren Wassili
    Wayne Wendelin Wendy Werner Wes Wesley Wieland Wiktor Wilfried Wilhelm Willi William Willy Winfried
    Winona Witali Wladimir Wladislaw Wojciech Wolf Wolfgang Wolfram Wolodymyr Wsewolod Xaver Xavi Yann
    Yannick Yasmin Yaw Yevgeny Yoko Yuki Yusuf Yves Yvonne Zach Zacharias Zbigniew Zdenek Zdravko Zeynep
    Zlatan Zoe Zoltan Zoran Zsolt
    """
)
"""Without those that are German words too (Will, Art, August); umlauts are written as in keys."""
